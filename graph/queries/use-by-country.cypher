// title: Use of models by country
// question: In which countries are which labs' models used?

MATCH (c:Country)-[r:USES]->(x:Entity)
RETURN c.id AS country, x.id AS used, r.share AS share, r.quantity AS quantity, r.unit AS unit, r.basis AS basis,
       r.denominator AS denominator, r.period AS period, r.source AS source
ORDER BY country, used, period, source, r.claim
