// title: Chips of a designer
// question: Which chips has NVIDIA designed, on which process?
// parameter company: "company:nvidia" the designer

MATCH (c:Chip)-[:DESIGNED_BY {current: true}]->(d:Entity {id: $company})
OPTIONAL MATCH (c)-[:FABRICATED_WITH {current: true}]->(p:Input)
WITH c, p ORDER BY p.id
RETURN c.id AS chip, coalesce(c.released_on_stated, toString(c.released_on)) AS released_on, collect(DISTINCT p.id) AS processes
ORDER BY released_on DESC, chip
