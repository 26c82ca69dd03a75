// title: Accelerators inside clouds
// question: Which clouds offer which chips?

MATCH (p:CloudProvider)-[:HOSTS {current: true}]->(c:Chip)
WITH p, c ORDER BY c.id
RETURN p.id AS cloud, p.name AS name, collect(DISTINCT c.id) AS chips
ORDER BY size(chips) DESC, cloud
