// title: How many relations of each kind there are
// question: How many claims link what with what?

MATCH (a:Entity)-[r]->(b:Entity)
RETURN type(r) AS kind, a.kind AS from, b.kind AS to, count(*) AS claims, count(DISTINCT r.id) AS relations
ORDER BY claims DESC, kind, from, to
