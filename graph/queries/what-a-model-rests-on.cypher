// title: What a model rests on directly
// question: Whom and what does a model need in one step?
// parameter id: "model:glm-5"
MATCH (m:Entity {id: $id})-[r]->(x)
WHERE r.preferred AND r.need IS NOT NULL
RETURN type(r) AS relation, r.need AS need, x.id AS id, x.name AS name, r.checked AS checked
ORDER BY relation, id
