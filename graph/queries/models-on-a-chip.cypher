// title: Models trained on a chip
// question: Which models were trained on this chip?
// parameter chip: "chip:nvidia-h100"
MATCH (m:Model)-[r:TRAINED_ON]->(c:Entity {id: $chip})
RETURN m.id AS model, m.name AS name, r.confidence AS confidence ORDER BY model
