"""Scores on the Epoch Capabilities Index."""
