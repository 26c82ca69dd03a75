"""What is cut off, on whom it is judged, and when that counts as stopped (methods A1, A1d)."""
