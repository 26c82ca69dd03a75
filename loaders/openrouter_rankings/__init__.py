"""Tokens by model on OpenRouter."""
