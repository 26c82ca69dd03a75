"""Who stops most of many (methods A1c, A1d, A4)."""
