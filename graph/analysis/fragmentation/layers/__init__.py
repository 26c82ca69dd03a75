"""What is measured of a layer: portfolios, how much is known of them, what is withheld (methods B1, B4b)."""
