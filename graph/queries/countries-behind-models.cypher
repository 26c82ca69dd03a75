// title: Countries ranked by the models that reach them
// question: Which country stands behind most models?

MATCH (m:Model)-[:DEVELOPED_BY|DERIVED_FROM|TRAINED_ON|HOSTS|DESIGNED_BY|IMPLEMENTED_BY|BUILT_ON|FABRICATED_WITH|REQUIRES|SUPPLIED_BY|PART_OF|BASED_IN|LOCATED_IN*1..15 {needed: true}]->(c:Country)
WITH c, count(DISTINCT m) AS models
RETURN c.id AS country, c.name AS name, models
ORDER BY models DESC, country
LIMIT 25
