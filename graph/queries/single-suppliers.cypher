// title: Inputs of which we know one supplier only
// question: For which inputs do we know a single maker?

MATCH (i:Input)-[r:SUPPLIED_BY {current: true}]->(c:Entity)
WITH i, collect(DISTINCT c.id) AS makers, max(r.share) AS share
WHERE size(makers) = 1
RETURN i.id AS input, i.name AS name, makers[0] AS only_maker_we_know, share
ORDER BY input
