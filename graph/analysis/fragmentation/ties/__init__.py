"""Which ties link a country to its suppliers, layer by layer; ``table.py`` lists them all."""
