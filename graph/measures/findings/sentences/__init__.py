"""Findings: sentences for a reader in a hurry, each a template over the answer of a declared measure."""
