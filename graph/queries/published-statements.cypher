// title: Published figures
// question: Which figures and findings are published on a topic, and do they contradict each other?
// parameter topic: "capability-lag"
MATCH (s:Statement) WHERE s.topic = $topic
RETURN s.name AS statement, s.value AS value, s.unit AS unit, s.denominator AS denominator, s.period AS period, s.confidence AS confidence, s.sources AS sources ORDER BY period, statement
