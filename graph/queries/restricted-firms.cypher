// title: Restricted firms and labs
// question: Which companies and labs are named in restrictions?

MATCH (p:Policy)-[:RESTRICTS]->(x:Company|Lab)
WITH x, p ORDER BY p.id
RETURN x.id AS id, x.name AS name, collect(DISTINCT p.id) AS policies
ORDER BY id
