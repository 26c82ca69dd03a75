// title: What a chip requires
// question: Which inputs can a chip not be made without?
// parameter id: "chip:huawei-ascend-910c"
MATCH (c:Entity {id: $id})-[r:REQUIRES|FABRICATED_WITH]->(i:Input) RETURN type(r) AS relation, r.need AS need, i.id AS input, i.name AS name, r.confidence AS confidence ORDER BY relation, input
