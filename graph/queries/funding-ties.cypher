// title: Funding ties
// question: Who has invested in which lab?
MATCH (l:Lab)-[r:FUNDED_BY]->(c:Company) RETURN l.id AS lab, c.id AS company, r.quantity AS amount, r.unit AS unit, r.valid_from AS since ORDER BY lab, company
