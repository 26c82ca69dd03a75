"""The command line. Commands of measures derive from their declarations (``derived.py``); others have a file a topic."""
