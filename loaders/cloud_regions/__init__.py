"""Regions of cloud providers: where they stand and who runs them."""
