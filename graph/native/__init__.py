"""Kernels in C, for what runs one step after the other, where a compiler was there when the package was installed."""
