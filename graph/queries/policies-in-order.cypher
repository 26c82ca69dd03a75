// title: Policies in order
// question: Which acts were issued when, by whom?
MATCH (p:Policy) OPTIONAL MATCH (p)-[:ISSUED_BY]->(i) RETURN p.issued_on AS issued, p.id AS policy, p.name AS name, collect(DISTINCT i.id) AS by ORDER BY issued DESC, policy LIMIT 100
