"""Saved Cypher queries, a file each, and how they are read."""
