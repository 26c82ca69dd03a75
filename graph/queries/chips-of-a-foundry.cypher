// title: Chips that one foundry makes
// question: Which accelerators does TSMC make, alone or beside others?
// parameter id: "company:tsmc" the foundry

MATCH (c:Chip)-[:FABRICATED_WITH {current: true}]->(p:Input)-[:SUPPLIED_BY {current: true}]->(:Entity {id: $id})
WITH c, p ORDER BY p.id
RETURN c.id AS chip, c.name AS name, collect(DISTINCT p.name) AS processes
ORDER BY chip
