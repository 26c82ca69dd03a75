"""Countries between the poles: where each stands, and how differently two are supplied (methods B2, B4c, B5)."""
