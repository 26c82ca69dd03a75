// title: Members of an alliance or pact on a day
// question: Who was in Pax Silica on a day?
// parameter id: "security:pax-silica" the structure
// parameter day: null valid time, as 2025-06-30; today if null

WITH coalesce(date($day), date()) AS day
MATCH (c:Country)-[r:MEMBER_OF]->(s:Entity {id: $id})
WHERE (r.valid_from IS NULL OR r.valid_from <= day) AND (r.valid_to IS NULL OR r.valid_to > day) AND r.preferred
RETURN c.id AS country, c.name AS name, r.valid_from AS since, r.source AS source
ORDER BY since, country
