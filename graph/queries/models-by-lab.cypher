// title: Models of each lab
// question: Which labs have released most models?
MATCH (m:Model)-[:DEVELOPED_BY]->(l:Lab)
RETURN l.id AS lab, l.name AS name, count(DISTINCT m) AS models ORDER BY models DESC, lab LIMIT 30
