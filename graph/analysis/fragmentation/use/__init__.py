"""What the people and bodies of a country use, and what a supplier's state could switch off."""
