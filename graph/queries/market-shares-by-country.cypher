// title: Market shares by country
// question: Which shares of an input are published by country?
MATCH (c:Country)-[r:SHARE_OF]->(i:Input) RETURN i.id AS input, c.id AS country, r.share AS share, r.basis AS basis, r.period AS period ORDER BY input, basis, share DESC LIMIT 200
