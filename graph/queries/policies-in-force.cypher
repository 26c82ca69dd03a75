// title: Policies in force, with what they restrict
// question: Which rules hold today, and what do they restrict?
// parameter day: null valid time, as 2025-06-30; today if null

WITH coalesce(date($day), date()) AS day
MATCH (p:Policy)-[r:RESTRICTS]->(x:Entity)
WHERE (r.valid_from IS NULL OR r.valid_from <= day) AND (r.valid_to IS NULL OR r.valid_to > day)
OPTIONAL MATCH (p)-[:ISSUED_BY]->(by:Entity)
WITH p, r, x, by ORDER BY x.id, by.id, r.confidence
RETURN p.id AS policy, p.name AS name, coalesce(p.effective_on_stated, toString(p.effective_on)) AS effective_on, min(r.valid_from) AS holds_since,
       collect(DISTINCT r.confidence) AS confidence, collect(DISTINCT by.id) AS issued_by,
       collect(DISTINCT x.id) AS restricts
ORDER BY effective_on, policy
