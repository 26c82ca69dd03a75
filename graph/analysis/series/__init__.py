"""Series that the debate turns on, from our own facts, beside what others have published; ``table.py`` lists them."""
