// title: Sectors of the economy
// question: Which sectors are in the graph, and what do they use?

MATCH (s:Sector)
OPTIONAL MATCH (s)-[r:USES]->(x:Entity)
WITH s, x ORDER BY x.id
RETURN s.id AS sector, s.name AS name, collect(DISTINCT x.id) AS uses
ORDER BY sector
