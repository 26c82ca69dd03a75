// title: How sources name an entity
// question: By which names do the sources know Zhipu AI?
// parameter id: "lab:zhipu-ai" the entity

MATCH (c:Claim {of: $id})
MATCH (s:Source {id: c.source})
RETURN s.dataset AS dataset, c.name AS name, c.aliases AS aliases, c.checked AS checked, s.url AS url
ORDER BY dataset, url
