// title: Models of one lab
// question: Which models does DeepSeek develop?
// parameter id: "lab:deepseek" the lab

MATCH (m:Model)-[:DEVELOPED_BY {current: true}]->(:Entity {id: $id})
RETURN m.id AS model, m.name AS name, coalesce(m.released_on_stated, toString(m.released_on)) AS released_on, m.open_weights AS open_weights
ORDER BY released_on DESC, model
