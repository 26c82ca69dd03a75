// title: Who designs accelerators, by country
// question: In which countries are accelerators designed?

MATCH (c:Chip)-[:DESIGNED_BY {current: true}]->(f:Company)-[:BASED_IN {current: true}]->(k:Country)
WITH k, c, f ORDER BY f.id
RETURN k.id AS country, count(DISTINCT c) AS chips, collect(DISTINCT f.name) AS designers
ORDER BY chips DESC, country
