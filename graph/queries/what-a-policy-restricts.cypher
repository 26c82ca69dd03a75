// title: What a policy restricts
// question: Which countries, firms and goods does an act restrict?
// parameter id: "country:CHN"
MATCH (p:Policy)-[r:RESTRICTS]->(x) WHERE x.id = $id RETURN p.issued_on AS issued, p.name AS policy, r.valid_from AS since, r.valid_to AS until, r.note AS note ORDER BY issued
