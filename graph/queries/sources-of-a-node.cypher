// title: Sources of a node
// question: Which pages say what about this entity?
// parameter id: "lab:zhipu-ai"
MATCH (c:Claim) WHERE c.of = $id MATCH (s:Source) WHERE s.id = c.source RETURN c.name AS name, c.confidence AS confidence, c.checked AS checked, s.title AS title, s.url AS url ORDER BY title
