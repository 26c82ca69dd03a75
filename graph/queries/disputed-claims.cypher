// title: Disputed claims
// question: What do sources dispute?
MATCH (a)-[r]->(b) WHERE r.confidence = 'disputed' RETURN a.id AS start, type(r) AS relation, b.id AS end, r.source AS source, r.note AS note ORDER BY start, relation, end
