"""Pictures of a snapshot, laid out by our own layered layout."""
