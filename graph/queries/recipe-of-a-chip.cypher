// title: What one chip is made of
// question: What goes into a Huawei Ascend 910C, and what is disputed?
// parameter id: "chip:huawei-ascend-910c" the chip

MATCH (c:Entity {id: $id})-[r:REQUIRES|FABRICATED_WITH|DESIGNED_BY|IMPLEMENTED_BY]->(x:Entity)
RETURN type(r) AS kind, r.need AS need, x.id AS id, x.name AS name, r.confidence AS confidence, r.current AS current,
       r.valid_from AS valid_from, r.valid_to AS valid_to, r.note AS note, r.source AS source
ORDER BY kind, need, id, source
