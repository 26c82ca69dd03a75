// title: Whose compute labs use
// question: On whose clouds and sites do the labs run?

MATCH (l:Lab)-[r:RUNS_ON {current: true}]->(x:Entity)
WITH l, x ORDER BY x.id
RETURN l.id AS lab, l.name AS name, collect(DISTINCT x.id) AS compute
ORDER BY lab
