// title: Places of one kind
// question: Where do fabs stand, and who runs them?
// parameter kind: "fab" cloud-region, data-centre, cluster, fab, packaging-plant or plant

MATCH (f:Facility {subtype: $kind})
OPTIONAL MATCH (f)-[:LOCATED_IN {current: true}]->(c:Country)
OPTIONAL MATCH (o:Entity)-[:OPERATES {current: true}]->(f)
WITH f, c, o ORDER BY o.id
RETURN f.id AS site, f.name AS name, c.id AS country, collect(DISTINCT o.name) AS operators
ORDER BY country, site
