// title: Cloud regions by country
// question: Whose clouds stand in which country?

MATCH (p:CloudProvider)-[:OPERATES {current: true}]->(f:Facility)-[:LOCATED_IN {current: true}]->(c:Country)
WITH c, f, p ORDER BY p.id
RETURN c.id AS country, c.name AS name, count(DISTINCT f) AS sites, collect(DISTINCT p.name) AS providers
ORDER BY sites DESC, country
