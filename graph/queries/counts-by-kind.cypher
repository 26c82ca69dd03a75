// title: How much of what is in the graph
// question: How many entities of each kind are there?

MATCH (n:Entity)
RETURN n.kind AS kind, n.layer AS layer, count(*) AS entities
ORDER BY entities DESC, kind
