// title: Training chips
// question: Which chips was each model trained on, and who says so?
MATCH (m:Model)-[r:TRAINED_ON]->(c:Chip)
RETURN m.id AS model, c.id AS chip, r.confidence AS confidence, r.source AS source ORDER BY model, chip LIMIT 200
