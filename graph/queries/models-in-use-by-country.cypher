// title: Models in use by country
// question: Which models or labs does a country use, with what share?
MATCH (c:Country)-[r:USES]->(x) RETURN c.id AS country, x.id AS uses, r.share AS share, r.basis AS basis, r.period AS period ORDER BY country, share DESC LIMIT 200
