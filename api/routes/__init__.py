"""One module a family of addresses; each is thin."""
