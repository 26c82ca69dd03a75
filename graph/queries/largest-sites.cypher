// title: Largest compute sites
// question: Which sites have the most H100-equivalents?
MATCH (f:Facility) WHERE f.h100_equivalents IS NOT NULL OPTIONAL MATCH (f)-[:LOCATED_IN]->(c:Country)
RETURN f.id AS site, f.name AS name, f.h100_equivalents AS h100_equivalents, c.id AS country ORDER BY h100_equivalents DESC, site LIMIT 30
