// title: Every shortest dependency path
// question: By which shortest ways, of at most six steps, does DeepSeek V3 rest on Taiwan?
// parameter from: "model:deepseek-v3" the dependent
// parameter to: "country:TWN" what it rests on

MATCH p = (a:Entity {id: $from})-[:DEVELOPED_BY|DERIVED_FROM|TRAINED_ON|SERVED_BY|RUNS_ON|PART_OF|OPERATES|HOSTS|DESIGNED_BY|IMPLEMENTED_BY|BUILT_ON|FABRICATED_WITH|REQUIRES|SUPPLIED_BY|BASED_IN|LOCATED_IN*1..6 {needed: true}]->(b:Entity {id: $to})
WITH length(p) AS length, collect(DISTINCT [n IN nodes(p) | n.id]) AS ways
ORDER BY length
LIMIT 1
UNWIND ways AS nodes
RETURN length, nodes
ORDER BY nodes
