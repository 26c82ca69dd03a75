// title: What rests on an entity
// question: What rests on TSMC, sites that it runs apart?
// parameter id: "company:tsmc" the entity

MATCH (a:Entity)-[:DEVELOPED_BY|DERIVED_FROM|TRAINED_ON|SERVED_BY|RUNS_ON|PART_OF|OPERATES|HOSTS|DESIGNED_BY|IMPLEMENTED_BY|BUILT_ON|FABRICATED_WITH|REQUIRES|SUPPLIED_BY*1..25 {needed: true}]->(b:Entity {id: $id})
WHERE a.id <> $id
RETURN DISTINCT a.id AS id, a.kind AS kind, a.name AS name, a.layer AS layer
ORDER BY kind, id
