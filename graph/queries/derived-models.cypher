// title: Families of models
// question: Which models are derived from which?
MATCH (m:Model)-[:DERIVED_FROM]->(b:Model) RETURN b.id AS base, m.id AS derived ORDER BY base, derived LIMIT 200
