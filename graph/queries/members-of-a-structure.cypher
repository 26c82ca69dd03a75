// title: Members of a structure
// question: Which countries belong to it, since when?
// parameter id: "security:pax-silica"
MATCH (c:Country)-[r:MEMBER_OF]->(s:Entity {id: $id}) RETURN c.id AS country, c.name AS name, r.valid_from AS since, r.valid_to AS until, r.checked AS checked ORDER BY since, country
