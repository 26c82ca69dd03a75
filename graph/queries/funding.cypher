// title: Who invests in labs
// question: Which firms have put money into more than one lab?

MATCH (l:Lab)-[:FUNDED_BY]->(c:Company)
WITH c, l ORDER BY l.id
WITH c, collect(DISTINCT l.id) AS labs
WHERE size(labs) > 1
RETURN c.id AS investor, c.name AS name, labs
ORDER BY size(labs) DESC, investor
