// title: Rival Taiwan shares
// question: What share of chip-making does Taiwan have, on which basis?
// parameter country: "country:TWN"
MATCH (c:Entity {id: $country})-[r:SHARE_OF]->(i:Input) RETURN i.name AS what, r.share AS share, r.basis AS basis, r.period AS period, r.source AS source ORDER BY what, basis
