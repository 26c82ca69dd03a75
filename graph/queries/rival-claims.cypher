// title: Relations on which claims differ
// question: Where do sources give different figures for the same relation?

MATCH (a:Entity)-[r]->(b:Entity)
WHERE r.share IS NOT NULL OR r.quantity IS NOT NULL
WITH a.id AS from, type(r) AS kind, b.id AS to, r.need AS need, collect(r) AS claims
WHERE size(claims) > 1
UNWIND claims AS c
RETURN from, kind, to, c.share AS share, c.quantity AS quantity, c.basis AS basis, c.period AS period,
       c.current AS current, c.source AS source
ORDER BY from, kind, to, need, period DESC, basis, source, share, quantity
