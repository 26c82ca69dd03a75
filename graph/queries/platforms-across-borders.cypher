// title: Models served from another country
// question: Which countries serve the models of which?

MATCH (m:Model)-[:SERVED_BY {current: true}]->(:Entity)-[:BASED_IN {current: true}]->(host:Country)
MATCH (m)-[:DEVELOPED_BY {current: true}]->(:Lab)-[:BASED_IN {current: true}]->(maker:Country)
RETURN maker.id AS maker, host.id AS host, count(DISTINCT m) AS models
ORDER BY models DESC, maker, host
