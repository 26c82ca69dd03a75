// title: Who owns what
// question: Which organisations belong to which group?

MATCH (o:Entity)-[:PART_OF*1..5 {current: true}]->(c:Company)
WITH c, o ORDER BY o.id
RETURN c.id AS owner, c.name AS name, collect(DISTINCT o.id) AS parts
ORDER BY size(parts) DESC, owner
