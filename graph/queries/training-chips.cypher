// title: What models were trained on
// question: On which chips was each model trained, and who designs them?

MATCH (m:Model)-[r:TRAINED_ON {current: true}]->(c:Chip)
OPTIONAL MATCH (c)-[:DESIGNED_BY {current: true}]->(f:Company)
RETURN m.id AS model, c.id AS chip, f.name AS designer, r.quantity AS quantity, r.unit AS unit, r.confidence AS confidence
ORDER BY model, chip, designer
