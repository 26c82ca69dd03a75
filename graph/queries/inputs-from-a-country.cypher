// title: Inputs that firms of one country make
// question: What do Japanese firms make, and with which share?
// parameter id: "country:JPN" the country

MATCH (i:Input)-[r:SUPPLIED_BY {current: true}]->(f:Company)-[:BASED_IN {current: true}]->(:Entity {id: $id})
WITH i, r, f ORDER BY f.id
RETURN i.id AS input, i.name AS name, collect(f.name) AS firms, sum(r.share) AS known_share
ORDER BY known_share DESC, input
