// title: Sole suppliers
// question: Which inputs have one known supplier company, on a list known to be complete?
MATCH (i:Input)-[r:SUPPLIED_BY]->(c:Company) WITH i, collect(DISTINCT c.id) AS makers, max(CASE WHEN r.closed THEN 1 ELSE 0 END) AS complete
WHERE size(makers) = 1 AND complete = 1 RETURN i.id AS input, makers[0] AS supplier ORDER BY input
