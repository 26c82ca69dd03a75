// title: Restricted firms
// question: Which companies and labs are named in restrictions?
MATCH (p:Policy)-[:RESTRICTS]->(x) WHERE x.kind IN ['Company', 'Lab'] RETURN x.id AS id, x.name AS name, collect(p.name) AS policies ORDER BY id
