"""Countries and territories of ISO 3166-1."""
