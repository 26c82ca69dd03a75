// title: Policies that restrict one entity
// question: Which rules bear on the H100, and until when?
// parameter id: "chip:nvidia-h100" the entity

MATCH (p:Policy)-[r:RESTRICTS]->(x:Entity {id: $id})
RETURN p.id AS policy, p.name AS name, p.by AS by, p.on AS on, r.valid_from AS valid_from, r.valid_to AS valid_to,
       r.source AS source
ORDER BY valid_from, policy
