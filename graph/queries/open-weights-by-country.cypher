// title: Open and closed models by country
// question: Whose models have open weights?

MATCH (m:Model)-[:DEVELOPED_BY {current: true}]->(:Lab)-[:BASED_IN {current: true}]->(c:Country)
WITH c, count(DISTINCT m) AS models,
     count(DISTINCT CASE WHEN m.open_weights THEN m.id END) AS open,
     count(DISTINCT CASE WHEN m.open_weights IS NULL THEN m.id END) AS unknown
RETURN c.id AS country, models, open, models - open - unknown AS closed, unknown
ORDER BY models DESC, country
