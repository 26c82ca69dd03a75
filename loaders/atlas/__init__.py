"""Our own curated tables, shipped with the project."""
