"""Models, hosts, prices and ratings from the llmledger snapshot."""
