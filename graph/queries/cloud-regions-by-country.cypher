// title: Cloud regions by country
// question: Whose cloud regions stand where?
MATCH (o:CloudProvider)-[:OPERATES]->(f:Facility)-[:LOCATED_IN]->(c:Country) WHERE f.subtype = 'cloud-region'
RETURN c.id AS country, o.id AS cloud, count(DISTINCT f) AS regions ORDER BY country, cloud LIMIT 300
