// title: Labs on a cloud
// question: Which labs run on this cloud?
// parameter id: "cloud:aws"
MATCH (l:Lab)-[r:RUNS_ON]->(x:Entity {id: $id}) RETURN l.id AS lab, l.name AS name, r.confidence AS confidence ORDER BY lab
