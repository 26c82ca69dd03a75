// title: Every relation of an entity
// question: What do we know about SK hynix, in all directions?
// parameter id: "company:sk-hynix" the entity

MATCH (a:Entity {id: $id})-[r]-(b:Entity)
RETURN type(r) AS kind, r.from_id AS from, r.to_id AS to, b.name AS name, r.share AS share, r.current AS current,
       r.source AS source
ORDER BY kind, from, to, source, r.claim
