// title: Statements that were checked
// question: Which claims of the press were checked, and what do the sources say?

MATCH (s:Statement)
RETURN s.id AS id, s.topic AS topic, s.name AS statement, s.value AS value, s.unit AS unit, s.period AS period,
       s.confidence AS confidence, s.sources AS sources
ORDER BY topic, id
