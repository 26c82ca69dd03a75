"""Rows that are marked, as kernels take them."""

from collections.abc import Iterable, Sequence

import numpy as np

from graph.analysis.dependency.kernels.bits import WORD, BitArray, words


def pack(size: int, marked: Sequence[Iterable[int]]) -> BitArray:
    """Mark rows, one column for each collection of rows.

    Returns
    -------
    BitArray, shape (size, words)
    """
    bits = np.zeros((size, words(len(marked))), dtype=np.uint64)
    for column, rows in enumerate(marked):
        bits[list(rows), column // WORD] |= np.uint64(1 << (column % WORD))
    return bits
