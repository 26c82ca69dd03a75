"""What an entity rests on, by which paths, and why (methods A0)."""
