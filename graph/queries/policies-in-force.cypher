// title: Policies in force
// question: Which policies hold today, of which kind, and what do they restrict, where anything?
// parameter day: null valid time, as 2025-06-30; today if null

WITH coalesce(date($day), date()) AS day
MATCH (p:Policy)
WHERE p.effective_on <= day AND (p.ended_on IS NULL OR p.ended_on > day)
OPTIONAL MATCH (p)-[:ISSUED_BY]->(by:Entity)
OPTIONAL MATCH (p)-[r:RESTRICTS]->(x:Entity)
WHERE (r.valid_from IS NULL OR r.valid_from <= day) AND (r.valid_to IS NULL OR r.valid_to > day)
WITH p, r, x, by ORDER BY x.id, by.id, r.confidence
RETURN p.id AS policy, p.name AS name, p.subtype AS kind, coalesce(p.effective_on_stated, toString(p.effective_on)) AS effective_on,
       coalesce(p.ended_on_stated, toString(p.ended_on)) AS ends_on, min(r.valid_from) AS holds_since,
       collect(DISTINCT r.confidence) AS confidence, collect(DISTINCT by.id) AS issued_by,
       collect(DISTINCT x.id) AS restricts
ORDER BY effective_on, policy
