"""Epoch AI: notable models, who made them, on which chips, from which base."""
