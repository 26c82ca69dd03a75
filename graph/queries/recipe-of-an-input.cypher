// title: What an input itself requires
// question: What does it take to make HBM?
// parameter id: "input:hbm" the input

MATCH (i:Entity {id: $id})-[:REQUIRES*1..10 {current: true}]->(x:Input)
WITH DISTINCT x
OPTIONAL MATCH (x)-[s:SUPPLIED_BY {current: true}]->(c:Entity)
WITH x, c ORDER BY c.id
RETURN x.id AS input, x.name AS name, x.subtype AS subtype, collect(c.name) AS known_makers
ORDER BY input
