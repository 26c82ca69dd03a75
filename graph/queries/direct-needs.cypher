// title: The needs of an entity and who can meet them
// question: What does an H100 need, and from whom can it come?
// parameter id: "chip:nvidia-h100" the entity

MATCH (a:Entity {id: $id})-[r]->(b:Entity)
WHERE r.needed
RETURN r.needed_as AS need, b.id AS supplier, b.name AS name, r.share AS share, r.basis AS basis, r.period AS period,
       r.source AS source, r.checked AS checked
ORDER BY need, share DESC, supplier, r.claim
