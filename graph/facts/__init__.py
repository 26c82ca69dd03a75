"""Facts: their fields, what may come in, which of several claims wins."""
