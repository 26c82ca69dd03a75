"""Text of queries: what may be said, which names it has, and what is answered to the rest."""
