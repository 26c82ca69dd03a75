// title: Stocks
// question: Who holds how much of what?
MATCH (h)-[r:HOLDS]->(x) RETURN h.id AS holder, x.id AS item, r.quantity AS quantity, r.unit AS unit, r.period AS period, r.confidence AS confidence ORDER BY holder, item, period LIMIT 100
