// title: Inputs that most others require
// question: Which inputs sit at the bottom of the stack?

MATCH (x:Entity)-[:REQUIRES|FABRICATED_WITH*1..12 {current: true}]->(i:Input)
WITH i, count(DISTINCT x) AS dependents
RETURN i.id AS input, i.name AS name, i.subtype AS subtype, dependents
ORDER BY dependents DESC, input
LIMIT 30
