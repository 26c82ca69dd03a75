"""What-ifs: what a scenario says, whom it reaches, what it leaves (methods A1, A1b, A2)."""
