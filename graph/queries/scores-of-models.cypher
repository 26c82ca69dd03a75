// title: Scores of models
// question: How do models score on a benchmark?
MATCH (m:Model)-[r:SCORED]->(b:Benchmark) RETURN b.id AS benchmark, m.id AS model, r.quantity AS score, r.period AS period, r.source AS source ORDER BY benchmark, score DESC LIMIT 200
