// title: What a cloud or platform serves
// question: Which models does OpenRouter serve?
// parameter id: "platform:openrouter" the cloud or platform

MATCH (m:Model)-[:SERVED_BY {current: true}]->(x:Entity {id: $id})
RETURN DISTINCT m.id AS model, m.name AS name
ORDER BY model
