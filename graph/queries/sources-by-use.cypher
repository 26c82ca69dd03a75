// title: Sources by the claims that rest on them
// question: Which pages and files carry most of the graph?

MATCH ()-[r]->()
WITH r.source AS id, count(r) AS relations
MATCH (s:Source {id: id})
RETURN s.id AS source, s.dataset AS dataset, s.title AS title, s.licence AS licence, relations
ORDER BY relations DESC, source
LIMIT 50
