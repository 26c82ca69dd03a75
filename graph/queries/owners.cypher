// title: Owners
// question: Which organisation is part of which company?
MATCH (o)-[:PART_OF]->(c:Company) RETURN c.id AS owner, collect(DISTINCT o.id) AS owns ORDER BY owner LIMIT 100
