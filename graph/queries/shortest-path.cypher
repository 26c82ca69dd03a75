// title: A shortest dependency path
// question: What is a shortest way from Claude to the Netherlands, of at most six steps?
// parameter from: "model:claude-opus-4-5" the dependent
// parameter to: "country:NLD" what it rests on

MATCH p = (a:Entity {id: $from})-[:DEVELOPED_BY|DERIVED_FROM|TRAINED_ON|SERVED_BY|RUNS_ON|PART_OF|OPERATES|HOSTS|DESIGNED_BY|IMPLEMENTED_BY|BUILT_ON|FABRICATED_WITH|REQUIRES|SUPPLIED_BY|BASED_IN|LOCATED_IN*1..6 {needed: true}]->(b:Entity {id: $to})
WITH p, length(p) AS length, [n IN nodes(p) | n.id] AS nodes, [r IN relationships(p) | r.id] AS edges
ORDER BY length, nodes, edges
LIMIT 1
RETURN length, nodes, [r IN relationships(p) | type(r)] AS kinds, p AS path
