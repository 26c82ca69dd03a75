"""Where a graph is kept: immutable files, and the Cypher engines that project them."""
