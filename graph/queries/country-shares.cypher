// title: Market shares by country as reported
// question: Which share of rare earths comes from which country?
// parameter id: "input:rare-earths" the input

MATCH (c:Country)-[r:SHARE_OF]->(i:Entity {id: $id})
RETURN c.id AS country, c.name AS name, r.share AS share, r.basis AS basis, r.unit AS unit, r.period AS period,
       r.source AS source
ORDER BY share DESC, country, r.claim
