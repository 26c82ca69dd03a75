// title: The newest models
// question: Which models came out last, and who made them?
// parameter count: 25 how many

MATCH (m:Model)-[:DEVELOPED_BY {current: true}]->(l:Lab)
WHERE m.released_on IS NOT NULL
WITH m, l ORDER BY l.id
RETURN m.id AS model, m.name AS name, coalesce(m.released_on_stated, toString(m.released_on)) AS released_on, collect(DISTINCT l.name) AS labs
ORDER BY released_on DESC, model
LIMIT $count
