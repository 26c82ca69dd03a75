// title: Members on both sides
// question: Which countries belong to structures of both kinds?
// parameter one: "security:quad"
// parameter other: "security:sco"
MATCH (c:Country)-[:MEMBER_OF]->(:Entity {id: $one}) MATCH (c)-[:MEMBER_OF]->(:Entity {id: $other}) RETURN c.id AS country, c.name AS name ORDER BY country
