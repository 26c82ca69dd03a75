"""How concentrated supply is (methods A5)."""
