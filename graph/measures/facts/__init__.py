"""Finding and reading what is in the graph."""
