// title: What an entity rests on
// question: What does GLM-5 ultimately rest on, countries and who runs its sites apart?
// parameter id: "model:glm-5" the entity

MATCH (a:Entity {id: $id})-[:DEVELOPED_BY|DERIVED_FROM|TRAINED_ON|SERVED_BY|RUNS_ON|PART_OF|OPERATES|HOSTS|DESIGNED_BY|IMPLEMENTED_BY|BUILT_ON|FABRICATED_WITH|REQUIRES|SUPPLIED_BY*1..25 {needed: true}]->(b:Entity)
WHERE b.id <> $id
RETURN DISTINCT b.id AS id, b.kind AS kind, b.name AS name, b.layer AS layer
ORDER BY kind, id
