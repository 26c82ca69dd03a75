// title: The taxonomy of an input
// question: Which inputs are kinds of another?

MATCH (i:Input)-[:VARIANT_OF]->(parent:Input)
WITH parent, i ORDER BY i.id
RETURN parent.id AS parent, parent.name AS name, collect(DISTINCT i.id) AS kinds
ORDER BY parent
