// title: What a company supplies
// question: Which inputs come from this company?
// parameter company: "company:asml"
MATCH (i:Input)-[r:SUPPLIED_BY]->(c:Entity {id: $company}) WHERE r.preferred RETURN i.id AS input, i.name AS name, r.share AS share, r.period AS period ORDER BY input
