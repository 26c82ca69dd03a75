// title: What a model rests on directly
// question: Whom and what does GLM-5 need in one step?
// parameter id: "model:glm-5" the model

MATCH (m:Entity {id: $id})-[r]->(x:Entity)
WHERE r.needed
RETURN type(r) AS relation, r.needed_as AS need, x.id AS id, x.name AS name, r.checked AS checked
ORDER BY relation, id
