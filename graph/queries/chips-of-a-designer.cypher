// title: Chips of a designer
// question: Which chips has this company designed, and in which process?
// parameter company: "company:nvidia"
MATCH (c:Chip)-[:DESIGNED_BY]->(d:Entity {id: $company}) OPTIONAL MATCH (c)-[:FABRICATED_WITH]->(p:Input)
RETURN c.id AS chip, c.released_on AS released, collect(DISTINCT p.id) AS processes ORDER BY released DESC, chip
