"""Bolt: the door by which people's own tools ask the graph, over the same service as ``POST /v1/cypher``."""
