"""The formulas of fragmentation over plain arrays."""
