// title: The shortest dependency path
// question: What is the shortest way from Claude to the Netherlands?
// parameter from: "model:claude-opus-4-5" the dependent
// parameter to: "country:NLD" what it rests on

MATCH p = shortestPath((a:Entity {id: $from})-[:DEVELOPED_BY|DERIVED_FROM|TRAINED_ON|SERVED_BY|RUNS_ON|PART_OF|OPERATES|HOSTS|DESIGNED_BY|FABRICATED_WITH|REQUIRES|SUPPLIED_BY|BASED_IN|LOCATED_IN*..15]->(b:Entity {id: $to}))
RETURN length(p) AS length, [n IN nodes(p) | n.id] AS nodes, [r IN relationships(p) | type(r)] AS kinds, p AS path
