"""CSET's Emerging Technology Observatory: what advanced chips are made with, and by whom."""
