// title: Who adopted which models
// question: Which countries' governments, universities, telecoms, clouds and firms have adopted which models, labs or platforms, and since when?
// parameter country: null id of a country, as country:SGP; every country if null

MATCH (a:Entity)-[r:ADOPTED]->(x:Entity)
OPTIONAL MATCH (a)-[:BASED_IN]->(seat:Country)
WITH r, x, coalesce(seat.id, a.id) AS country
WHERE $country IS NULL OR country = $country
RETURN DISTINCT country, r.by AS by, r.sector AS sector, x.id AS adopted, r.scope AS scope, r.valid_from AS since, r.valid_to AS until,
       r.checked AS checked, r.source AS source
ORDER BY country, since, adopted, by, source
