"""Values and rows as the bytes of Bolt."""
