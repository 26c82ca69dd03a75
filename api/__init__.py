"""How it is asked: HTTP, command line, and the page."""
