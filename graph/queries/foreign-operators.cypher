// title: Sites run from abroad
// question: Which sites stand in one country and are run from another?

MATCH (o:Entity)-[:OPERATES {current: true}]->(f:Facility)-[:LOCATED_IN {current: true}]->(here:Country)
MATCH (o)-[:BASED_IN {current: true}]->(home:Country)
WHERE here.id <> home.id
RETURN here.id AS country, home.id AS operated_from, count(DISTINCT f) AS sites
ORDER BY sites DESC, country, operated_from
