// title: Rival shares of a country
// question: What share of chip-making does Taiwan have, on which basis?
// parameter country: "country:TWN" the country

MATCH (c:Entity {id: $country})-[r:SHARE_OF]->(i:Input)
RETURN i.name AS what, r.share AS share, r.basis AS basis, r.period AS period, r.source AS source
ORDER BY what, basis, period, share
