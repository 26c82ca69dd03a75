// title: Platforms and their compute
// question: On whose compute do platforms run?

MATCH (p:Platform)-[:RUNS_ON {current: true}]->(x:Entity)
WITH p, x ORDER BY x.id
RETURN p.id AS platform, p.name AS name, collect(DISTINCT x.id) AS runs_on
ORDER BY platform
