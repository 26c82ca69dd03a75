// title: Dependency paths between two entities
// question: How does a Chinese model come to rest on ASML, step by step, who runs a site apart?
// parameter from: "model:glm-5" the dependent
// parameter to: "company:asml" what it rests on

MATCH p = (a:Entity {id: $from})-[:DEVELOPED_BY|DERIVED_FROM|TRAINED_ON|SERVED_BY|RUNS_ON|PART_OF|OPERATES|HOSTS|DESIGNED_BY|IMPLEMENTED_BY|BUILT_ON|FABRICATED_WITH|REQUIRES|SUPPLIED_BY*1..6 {needed: true}]->(b:Entity {id: $to})
WHERE all(n IN nodes(p) WHERE single(m IN nodes(p) WHERE m = n))
RETURN length(p) AS length, [n IN nodes(p) | n.id] AS nodes, [r IN relationships(p) | r.id] AS edges, p AS path
ORDER BY length, nodes, edges
LIMIT 50
