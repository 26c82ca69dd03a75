// title: Suppliers of an input
// question: Who supplies this input, with which share, basis and period?
// parameter id: "input:hbm"
MATCH (i:Entity {id: $id})-[r:SUPPLIED_BY]->(s) RETURN s.id AS supplier, r.share AS share, r.basis AS basis, r.period AS period, r.preferred AS preferred, r.source AS source ORDER BY period DESC, share DESC, supplier
