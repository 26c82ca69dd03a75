"""Models and who serves them at what price, from models.dev."""
