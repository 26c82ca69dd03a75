// title: The largest known compute sites
// question: Which known sites hold most power or compute?

MATCH (f:Facility)
WHERE f.power_mw IS NOT NULL OR f.h100_equivalents IS NOT NULL
OPTIONAL MATCH (f)-[:LOCATED_IN {current: true}]->(c:Country)
RETURN f.id AS site, f.name AS name, f.power_mw AS power_mw, f.h100_equivalents AS h100_equivalents, c.id AS country
ORDER BY coalesce(f.power_mw, 0) DESC, coalesce(f.h100_equivalents, 0) DESC, site
LIMIT 50
