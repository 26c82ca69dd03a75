// title: Labs on a cloud
// question: Which labs run on AWS?
// parameter id: "cloud:aws" the cloud

MATCH (l:Lab)-[r:RUNS_ON {current: true}]->(x:Entity {id: $id})
RETURN l.id AS lab, l.name AS name, r.valid_from AS since, r.confidence AS confidence
ORDER BY lab
