// title: Every claim about one relation
// question: What do the sources say about Samsung's share of HBM?
// parameter from: "input:hbm" where it starts
// parameter to: "company:samsung-electronics" where it leads

MATCH (a:Entity {id: $from})-[r]->(b:Entity {id: $to})
MATCH (s:Source {id: r.source})
RETURN type(r) AS kind, r.share AS share, r.basis AS basis, r.period AS period, r.current AS current,
       r.confidence AS confidence, r.checked AS checked, r.as_reported AS as_reported, s.title AS title, s.url AS url,
       s.published_on AS published_on
ORDER BY kind, period DESC, url, r.claim
