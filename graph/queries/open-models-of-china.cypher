// title: Open models of Chinese labs
// question: Which models with open weights come from labs based in China?
// parameter country: "country:CHN"
MATCH (m:Model)-[:DEVELOPED_BY]->(l:Lab)-[:BASED_IN]->(c:Country {id: $country}) WHERE m.open_weights = true
RETURN m.id AS model, m.name AS name, l.name AS lab, m.released_on AS released ORDER BY released DESC, model LIMIT 60
