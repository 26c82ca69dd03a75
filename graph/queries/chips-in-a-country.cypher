// title: What stands in a country
// question: Which accelerators stand in France, at how many known sites?
// parameter country: "country:FRA" the country

MATCH (c:Entity {id: $country})<-[:LOCATED_IN {current: true}]-(f:Facility)-[r:HOSTS]->(chip:Chip)
RETURN chip.id AS chip, count(DISTINCT f) AS sites, sum(r.quantity) AS counted
ORDER BY sites DESC, chip
