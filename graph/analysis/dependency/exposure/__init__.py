"""What an entity loses when somebody is gone, for one entity and for a whole country (methods A3)."""
