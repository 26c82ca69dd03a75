// title: What ends, ended or begins around a day
// question: What changed in the year around a day?
// parameter day: null valid time, as 2025-06-30; today if null

WITH coalesce(date($day), date()) AS day
MATCH (a:Entity)-[r]->(b:Entity)
WHERE (r.valid_to > day - duration('P6M') AND r.valid_to < day + duration('P6M'))
   OR (r.valid_from > day - duration('P6M') AND r.valid_from < day + duration('P6M'))
RETURN a.id AS from, type(r) AS kind, b.id AS to, r.valid_from AS valid_from, r.valid_to AS valid_to, r.source AS source
ORDER BY coalesce(valid_to, valid_from), from, kind, to, source
