// title: Policies in order
// question: Which acts were issued when, and by whom?

MATCH (p:Policy)
OPTIONAL MATCH (p)-[:ISSUED_BY]->(by:Entity)
WITH p, by ORDER BY by.id
RETURN coalesce(p.issued_on_stated, toString(p.issued_on)) AS issued_on, p.id AS policy, p.name AS name, collect(DISTINCT by.id) AS issued_by
ORDER BY issued_on DESC, policy
