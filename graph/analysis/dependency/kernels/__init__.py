"""Array kernels over ``AndOrGraph``: integers in, arrays out; no ids, no dates, no texts."""
