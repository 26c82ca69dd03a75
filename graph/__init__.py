"""What is true, and what can be asked of it."""
