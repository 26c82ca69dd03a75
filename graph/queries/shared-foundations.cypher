// title: What two models have in common
// question: Which inputs and firms do Claude and DeepSeek both rest on?
// parameter one: "model:claude-opus-4-5" a model
// parameter other: "model:deepseek-v3" another model

CALL {
  MATCH (:Entity {id: $one})-[:DEVELOPED_BY|DERIVED_FROM|TRAINED_ON|SERVED_BY|RUNS_ON|PART_OF|OPERATES|HOSTS|DESIGNED_BY|IMPLEMENTED_BY|BUILT_ON|FABRICATED_WITH|REQUIRES|SUPPLIED_BY*1..25 {needed: true}]->(x:Entity)
  WHERE x.id <> $one
  RETURN collect(DISTINCT x.id) AS first
}
CALL {
  MATCH (:Entity {id: $other})-[:DEVELOPED_BY|DERIVED_FROM|TRAINED_ON|SERVED_BY|RUNS_ON|PART_OF|OPERATES|HOSTS|DESIGNED_BY|IMPLEMENTED_BY|BUILT_ON|FABRICATED_WITH|REQUIRES|SUPPLIED_BY*1..25 {needed: true}]->(y:Entity)
  WHERE y.id <> $other
  RETURN collect(DISTINCT y.id) AS second
}
UNWIND first AS id
WITH id, second WHERE id IN second
MATCH (y:Entity {id: id})
RETURN y.id AS id, y.kind AS kind, y.name AS name
ORDER BY kind, id
