// title: Concentration of inputs by firm
// question: Which inputs come from the fewest firms (Herfindahl index of the known shares)?

MATCH (i:Input)-[r:SUPPLIED_BY {current: true}]->(c:Entity)
WHERE r.share IS NOT NULL
WITH i, r.basis AS basis, r.period AS period, sum(r.share ^ 2) AS hhi, sum(r.share) AS known, count(c) AS firms
RETURN i.id AS input, basis, period, round(hhi, 4) AS hhi_of_known_shares, round(known, 3) AS known_share, firms
ORDER BY hhi_of_known_shares DESC, input, basis, period
LIMIT 50
