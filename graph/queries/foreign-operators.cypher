// title: Sites run from abroad
// question: Which sites stand in one country and belong to a firm of another?
MATCH (o)-[:OPERATES]->(f:Facility)-[:LOCATED_IN]->(here:Country) MATCH (o)-[b:BASED_IN]->(home:Country) WHERE b.preferred AND here.id <> home.id
RETURN here.id AS country, home.id AS operated_from, count(DISTINCT f) AS sites ORDER BY sites DESC, country, operated_from LIMIT 60
