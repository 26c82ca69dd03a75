// title: What is disputed or speculative
// question: Which claims should be taken with care?

MATCH (a:Entity)-[r]->(b:Entity)
WHERE r.confidence IN ['disputed', 'speculative']
RETURN a.id AS from, type(r) AS kind, b.id AS to, r.confidence AS confidence, r.note AS note, r.source AS source
ORDER BY from, kind, to, source
