// title: Stocks of chips and inputs
// question: Who holds how many accelerators?

MATCH (h:Entity)-[r:HOLDS]->(x:Entity)
RETURN h.id AS holder, x.id AS held, r.quantity AS quantity, r.unit AS unit, r.period AS period, r.basis AS basis,
       r.confidence AS confidence, r.source AS source
ORDER BY quantity DESC, holder, held, source, r.claim
