// title: Chips in a country
// question: Which accelerators stand in this country?
// parameter country: "country:FRA"
MATCH (f:Facility)-[:LOCATED_IN]->(c:Entity {id: $country}) MATCH (f)-[r:HOSTS]->(chip:Chip) RETURN chip.id AS chip, count(DISTINCT f) AS sites, sum(r.quantity) AS counted ORDER BY sites DESC, chip
