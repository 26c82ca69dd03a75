// title: Chips and the process their dies are made with
// question: Which accelerators are made on which process?

MATCH (c:Chip)-[r:FABRICATED_WITH {current: true}]->(p:Input)
OPTIONAL MATCH (p)-[:SUPPLIED_BY {current: true}]->(f:Company)
WITH c, r, p, f ORDER BY f.id
RETURN c.id AS chip, c.name AS name, p.id AS process, r.need AS need, collect(DISTINCT f.name) AS foundries
ORDER BY chip, process, need
