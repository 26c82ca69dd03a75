// title: Unread citations
// question: Which claims rest on a page that nobody opened?
MATCH (a)-[r]->(b) WHERE r.checked = 'recalled' RETURN type(r) AS relation, count(*) AS claims ORDER BY claims DESC, relation
