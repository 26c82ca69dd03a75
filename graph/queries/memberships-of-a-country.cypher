// title: Structures that a country belongs to
// question: Which alliances and pacts is the Netherlands in?
// parameter id: "country:NLD" the country
// parameter day: null valid time, as 2025-06-30; today if null

WITH coalesce(date($day), date()) AS day
MATCH (c:Entity {id: $id})-[r:MEMBER_OF]->(s:SecurityStructure)
WHERE (r.valid_from IS NULL OR r.valid_from <= day) AND (r.valid_to IS NULL OR r.valid_to > day) AND r.preferred
RETURN s.id AS structure, s.name AS name, s.subtype AS kind, r.valid_from AS since, r.source AS source
ORDER BY structure
