// title: Sectors and what they use
// question: Which parts of the economy use which models?
MATCH (s:Sector) OPTIONAL MATCH (s)-[r:USES]->(x) RETURN s.id AS sector, s.name AS name, collect(x.id) AS uses ORDER BY sector
