// title: Every shortest dependency path
// question: By which shortest ways does DeepSeek V3 rest on Taiwan?
// parameter from: "model:deepseek-v3" the dependent
// parameter to: "country:TWN" what it rests on

MATCH p = allShortestPaths((a:Entity {id: $from})-[:DEVELOPED_BY|DERIVED_FROM|TRAINED_ON|SERVED_BY|RUNS_ON|PART_OF|OPERATES|HOSTS|DESIGNED_BY|FABRICATED_WITH|REQUIRES|SUPPLIED_BY|BASED_IN|LOCATED_IN*..15]->(b:Entity {id: $to}))
RETURN length(p) AS length, [n IN nodes(p) | n.id] AS nodes
ORDER BY nodes
