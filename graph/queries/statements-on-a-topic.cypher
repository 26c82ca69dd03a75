// title: Published figures on one topic
// question: What is said about the capability lag, and do the figures agree?
// parameter topic: "capability-lag" the topic

MATCH (s:Statement {topic: $topic})
RETURN s.name AS statement, s.value AS value, s.unit AS unit, s.denominator AS denominator, s.period AS period,
       s.confidence AS confidence, s.sources AS sources
ORDER BY period, statement
