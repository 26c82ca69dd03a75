"""The graph of a day, through a lens and at a horizon, and the same as arrays."""
