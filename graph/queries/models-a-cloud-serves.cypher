// title: What a cloud serves
// question: Which models does this cloud or platform serve?
// parameter id: "platform:openrouter"
MATCH (m:Model)-[:SERVED_BY]->(x:Entity {id: $id}) RETURN DISTINCT m.id AS model, m.name AS name ORDER BY model
