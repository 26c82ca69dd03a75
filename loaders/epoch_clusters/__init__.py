"""Epoch AI: known GPU clusters. A part of the world's compute, not the world."""
