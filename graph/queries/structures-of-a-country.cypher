// title: Structures of a country
// question: To which security structures does a country belong?
// parameter id: "country:IND"
MATCH (c:Entity {id: $id})-[r:MEMBER_OF]->(s:SecurityStructure) RETURN s.id AS structure, s.name AS name, s.subtype AS kind, r.valid_from AS since ORDER BY kind, structure
