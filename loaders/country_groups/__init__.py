"""Memberships that the atlas does not hold."""
