"""Figures of layers: index, coupling, their intervals, and what chance would give (methods B1, B3)."""
