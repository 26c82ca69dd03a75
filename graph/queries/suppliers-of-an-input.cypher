// title: Who makes an input, and says who
// question: Who makes EUV tools, and says who?
// parameter id: "input:euv-lithography-tools" the input

MATCH (i:Entity {id: $id})-[r:SUPPLIED_BY]->(c:Entity)
MATCH (s:Source {id: r.source})
RETURN c.id AS supplier, c.name AS name, r.share AS share, r.basis AS basis, r.period AS period,
       r.as_reported AS as_reported, r.checked AS checked, s.publisher AS publisher, s.url AS url, r.current AS current
ORDER BY share DESC, supplier, r.claim
