// title: Kinds of an input
// question: Which inputs are a kind of another?
MATCH (a:Input)-[:VARIANT_OF]->(b:Input) RETURN b.id AS parent, collect(a.id) AS kinds ORDER BY parent LIMIT 100
