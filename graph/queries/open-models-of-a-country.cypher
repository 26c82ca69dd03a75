// title: Open models of a country
// question: Which models with open weights come from Chinese labs?
// parameter country: "country:CHN" the country

MATCH (m:Model)-[:DEVELOPED_BY {current: true}]->(l:Lab)-[:BASED_IN {current: true}]->(:Entity {id: $country})
WHERE m.open_weights
RETURN m.id AS model, m.name AS name, l.name AS lab, coalesce(m.released_on_stated, toString(m.released_on)) AS released_on
ORDER BY released_on DESC, model, lab
