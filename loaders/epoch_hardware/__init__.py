"""Epoch AI: accelerators, their designers and processes."""
