// title: From a model to a country
// question: How does a model come to rest on a country?
// parameter from: "model:glm-5"
// parameter to: "country:NLD"
MATCH p = (m:Entity {id: $from})-[:TRAINED_ON|FABRICATED_WITH|REQUIRES|SUPPLIED_BY|BASED_IN|LOCATED_IN|DEVELOPED_BY|RUNS_ON|HOSTS*1..6]->(c:Entity {id: $to})
RETURN [n IN nodes(p) | n.id] AS path, length(p) AS steps
ORDER BY steps LIMIT 20
