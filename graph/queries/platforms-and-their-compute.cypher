// title: Platforms and their compute
// question: On whose compute do platforms run?
MATCH (p:Platform) OPTIONAL MATCH (p)-[:RUNS_ON]->(x) OPTIONAL MATCH (p)-[:BASED_IN]->(c:Country) RETURN p.id AS platform, p.name AS name, collect(DISTINCT x.id) AS runs_on, collect(DISTINCT c.id) AS based_in ORDER BY platform
