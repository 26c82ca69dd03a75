// title: Countries that share most structures
// question: With whom does Japan share most structures?
// parameter id: "country:JPN" the country

MATCH (a:Entity {id: $id})-[:MEMBER_OF {current: true}]->(s:SecurityStructure)<-[:MEMBER_OF {current: true}]-(b:Country)
WITH b, s ORDER BY s.id
RETURN b.id AS country, b.name AS name, count(DISTINCT s) AS shared, collect(DISTINCT s.id) AS structures
ORDER BY shared DESC, country
LIMIT 30
