// title: Members on both sides
// question: Which countries are in both the Quad and the SCO?
// parameter one: "security:quad" a structure
// parameter other: "security:sco" another

MATCH (:Entity {id: $one})<-[:MEMBER_OF {current: true}]-(c:Country)-[:MEMBER_OF {current: true}]->(:Entity {id: $other})
RETURN c.id AS country, c.name AS name
ORDER BY country
