// title: Countries behind one model, by the firms seated there
// question: Which countries stand behind GLM-5, and through how many organisations?
// parameter id: "model:glm-5" the model

CALL {
  MATCH (m:Entity {id: $id})-[:DEVELOPED_BY|DERIVED_FROM|TRAINED_ON|SERVED_BY|RUNS_ON|PART_OF|OPERATES|HOSTS|DESIGNED_BY|IMPLEMENTED_BY|BUILT_ON|FABRICATED_WITH|REQUIRES|SUPPLIED_BY*1..25 {needed: true}]->(o:Entity)
  WHERE o.id <> $id
  RETURN DISTINCT o
}
MATCH (o)-[:BASED_IN|LOCATED_IN {current: true}]->(c:Country)
WITH c, o ORDER BY o.id
RETURN c.id AS country, c.name AS name, count(o) AS organisations, collect(o.id)[0..8] AS among_them
ORDER BY organisations DESC, country
