// title: Platforms by the models they carry
// question: Which platforms carry most models, and where are they seated?

MATCH (p:Platform)
OPTIONAL MATCH (m:Model)-[:SERVED_BY {current: true}]->(p)
OPTIONAL MATCH (p)-[:BASED_IN {current: true}]->(c:Country)
WITH p, m, c ORDER BY c.id
RETURN p.id AS platform, p.name AS name, count(DISTINCT m) AS models, collect(DISTINCT c.id) AS seat
ORDER BY models DESC, platform
