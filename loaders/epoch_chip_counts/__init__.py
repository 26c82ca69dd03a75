"""Accelerators by owner."""
