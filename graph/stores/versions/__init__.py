"""Versions on disk: immutable files, a pointer to the one in use, and backups of all of them."""
