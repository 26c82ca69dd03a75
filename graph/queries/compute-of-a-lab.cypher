// title: Compute of a lab
// question: On whose compute does a lab run, and since when?
// parameter id: "lab:anthropic"
MATCH (l:Entity {id: $id})-[r:RUNS_ON]->(x) RETURN x.id AS id, x.name AS name, x.kind AS kind, r.valid_from AS since, r.confidence AS confidence ORDER BY id
