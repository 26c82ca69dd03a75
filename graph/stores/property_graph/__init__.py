"""A graph as nodes and relationships of a property graph: schema, rows, and the way there and back over a driver."""
