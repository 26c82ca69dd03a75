// title: Relations whose cited page nobody opened
// question: What is still to be read?

MATCH (a:Entity)-[r]->(b:Entity)
WHERE r.checked = 'recalled'
WITH r ORDER BY r.id
RETURN type(r) AS kind, count(*) AS relations, collect(DISTINCT r.id)[0..5] AS for_example
ORDER BY relations DESC, kind
