// title: Where one model is served
// question: Who serves DeepSeek V3?
// parameter id: "model:deepseek-v3" the model

MATCH (m:Entity {id: $id})-[r:SERVED_BY {current: true}]->(p:Entity)
OPTIONAL MATCH (p)-[:BASED_IN {current: true}]->(c:Country)
RETURN p.id AS server, p.kind AS kind, p.name AS name, c.id AS country, r.source AS source
ORDER BY kind, server
