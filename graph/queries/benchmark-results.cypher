// title: Results on a benchmark
// question: Which models lead on the Epoch Capabilities Index?
// parameter id: "benchmark:eci" the benchmark

MATCH (m:Model)-[r:SCORED]->(b:Benchmark {id: $id})
OPTIONAL MATCH (m)-[:DEVELOPED_BY {current: true}]->(:Lab)-[:BASED_IN {current: true}]->(c:Country)
WITH m, r, c ORDER BY c.id
RETURN m.id AS model, m.name AS name, r.quantity AS score, r.unit AS unit, r.period AS period,
       collect(DISTINCT c.id) AS countries
ORDER BY score DESC, model, period
LIMIT 50
