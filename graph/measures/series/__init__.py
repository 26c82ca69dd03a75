"""Figures over time that the debate turns on."""
