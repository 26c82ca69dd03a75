"""Processes that run queries of strangers, under limits of their own."""
