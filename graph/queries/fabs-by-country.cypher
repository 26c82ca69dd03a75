// title: Fabs and plants by country
// question: Where do fabs and packaging plants stand, and who runs them?
MATCH (f:Facility)-[:LOCATED_IN]->(c:Country) WHERE f.subtype IN ['fab', 'packaging-plant', 'plant'] OPTIONAL MATCH (o)-[:OPERATES]->(f)
RETURN c.name AS country, f.name AS site, f.subtype AS kind, collect(DISTINCT o.name) AS operators ORDER BY country, site LIMIT 200
