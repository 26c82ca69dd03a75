"""Bans: who no longer supplies whom, foreign products with content included (methods A1b, A3)."""
