// title: Labs and their models by country
// question: Where do the models come from?

MATCH (l:Lab)-[:BASED_IN {current: true}]->(c:Country)
OPTIONAL MATCH (m:Model)-[:DEVELOPED_BY {current: true}]->(l)
RETURN c.id AS country, c.name AS name, count(DISTINCT l) AS labs, count(DISTINCT m) AS models
ORDER BY models DESC, labs DESC, country
