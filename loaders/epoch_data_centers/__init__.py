"""Large data centres, who owns and who uses them."""
