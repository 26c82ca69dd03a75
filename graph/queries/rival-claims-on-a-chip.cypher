// title: Rival claims
// question: Who says what about how a chip is made?
// parameter id: "chip:huawei-ascend-910c"
MATCH (c:Entity {id: $id})-[r:FABRICATED_WITH]->(p:Input) MATCH (s:Source) WHERE s.id = r.source
RETURN p.id AS process, r.confidence AS confidence, r.preferred AS preferred, r.valid_from AS since, r.valid_to AS until, s.title AS title, s.url AS url ORDER BY process, title
