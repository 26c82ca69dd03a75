// title: Fabrication that ended
// question: Which chips are no longer made on which process, and since when?

MATCH (c:Chip)-[r:FABRICATED_WITH]->(p:Input)
WHERE r.valid_to IS NOT NULL
RETURN c.id AS chip, p.id AS process, r.valid_to AS until, r.confidence AS confidence, r.source AS source
ORDER BY until DESC, chip, process, source
