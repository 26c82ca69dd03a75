// title: Models trained on chips designed in one country
// question: Which models were trained on Chinese accelerators?
// parameter id: "country:CHN" the country

MATCH (m:Model)-[:TRAINED_ON {current: true}]->(c:Chip)-[:DESIGNED_BY {current: true}]->(f:Company)
MATCH (f)-[:BASED_IN {current: true}]->(:Entity {id: $id})
WITH m, c, f ORDER BY c.id, f.id
RETURN m.id AS model, m.name AS name, collect(DISTINCT c.name) AS chips, collect(DISTINCT f.name) AS designers
ORDER BY model
