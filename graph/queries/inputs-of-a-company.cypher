// title: What a company supplies
// question: Which inputs come from ASML?
// parameter company: "company:asml" the company

MATCH (i:Input)-[r:SUPPLIED_BY {current: true}]->(c:Entity {id: $company})
RETURN i.id AS input, i.name AS name, r.share AS share, r.basis AS basis, r.period AS period
ORDER BY input
