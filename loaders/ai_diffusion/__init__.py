"""Use of generative AI by country."""
