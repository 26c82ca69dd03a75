// title: Who banned which models
// question: Which countries have banned or blocked which models, labs or platforms, for whom, and from when until when?
// parameter country: null id of a country, as country:ITA; every country if null

MATCH (c:Country)-[r:BANNED]->(x:Entity)
WHERE $country IS NULL OR c.id = $country
RETURN c.id AS country, r.by AS by, r.sector AS sector, x.id AS banned, r.scope AS scope, r.valid_from AS since, r.valid_to AS until,
       r.checked AS checked, r.source AS source
ORDER BY country, since, banned, by, source
