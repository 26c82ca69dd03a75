"""How far the world is divided, layer by layer."""
