"""Minimal cut sets, and what alone stops an entity (methods A1, A1d)."""
