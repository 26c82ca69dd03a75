"""The command line. Commands of measures derive from their declarations (``derived.py``); others: a file a topic."""
