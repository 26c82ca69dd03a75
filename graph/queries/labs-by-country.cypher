// title: Labs by country
// question: Where are the labs based?
MATCH (l:Lab)-[r:BASED_IN]->(c:Country) WHERE r.preferred
RETURN c.id AS country, c.name AS name, count(DISTINCT l) AS labs ORDER BY labs DESC, country LIMIT 40
