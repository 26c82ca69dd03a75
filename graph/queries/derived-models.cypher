// title: Models built on other models
// question: Which models are derived from which?

MATCH (m:Model)-[r:DERIVED_FROM]->(base:Model)
OPTIONAL MATCH (base)-[:DEVELOPED_BY {current: true}]->(l:Lab)
WITH base, l, m ORDER BY l.id, m.id
RETURN base.id AS base, collect(DISTINCT l.name) AS base_by, collect(DISTINCT m.id) AS derived
ORDER BY size(derived) DESC, base
