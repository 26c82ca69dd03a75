"""How far the world divides: index, coupling, alignment, distances (docs/methods.md, part B)."""
