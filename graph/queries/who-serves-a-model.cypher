// title: Who serves a model
// question: Which clouds and platforms serve it?
// parameter id: "model:deepseek-v3"
MATCH (m:Entity {id: $id})-[r:SERVED_BY]->(x) RETURN x.id AS id, x.name AS name, x.kind AS kind, r.checked AS checked ORDER BY id
