"""Sixty-four what-ifs a word: packing, unpacking, and subsets as columns of bits.

Column ``b`` of a bit array is bit ``b % 64`` of word ``b // 64``; a row belongs to a node or an event.
"""

import numpy as np
from numpy.typing import NDArray

from graph.snapshots.arrays import BoolArray, IntArray

BitArray = NDArray[np.uint64]
WORD = 64
ALL = np.uint64(0xFFFF_FFFF_FFFF_FFFF)


def words(columns: int) -> int:
    """Return the number of words that hold some columns.

    Parameters
    ----------
    columns : int
        Truth values in a row; a word holds 64.

    Examples
    --------
    >>> words(64), words(65)
    (1, 2)
    """
    return -(-columns // WORD)


def unpack(bits: BitArray, columns: int) -> BoolArray:
    """Return rows of bits as truth values.

    Parameters
    ----------
    bits : BitArray, shape (rows, words)
        A bit a column, the lowest first.
    columns : int
        How many of the bits are columns; the rest fill up the last word.

    Returns
    -------
    BoolArray, shape (rows, columns)
    """
    as_bytes = np.ascontiguousarray(bits).astype("<u8").view(np.uint8)
    return np.unpackbits(as_bytes, axis=-1, bitorder="little")[..., :columns].astype(bool)


def pack_columns(marked: BoolArray) -> BitArray:
    """Return truth values as rows of bits: the inverse of ``unpack``.

    Parameters
    ----------
    marked : BoolArray, shape (rows, columns)
        The truth values.

    Returns
    -------
    BitArray, shape (rows, words)

    Examples
    --------
    >>> pack_columns(np.array([[True, False], [True, True]])).tolist()
    [[1], [3]]
    """
    padded = np.zeros((len(marked), words(marked.shape[1]) * WORD), dtype=bool)
    padded[:, : marked.shape[1]] = marked
    return np.packbits(padded, axis=-1, bitorder="little").view("<u8").astype(np.uint64)


def subset_columns(events: int, subsets: IntArray) -> BitArray:
    """Return for each event the subsets that hold it.

    Parameters
    ----------
    events : int
        How many events there are; their numbers are below it.
    subsets : IntArray, shape (subsets, order)
        Rows of event numbers; -1 fills up smaller subsets.

    Returns
    -------
    BitArray, shape (events, words)
    """
    bits = np.zeros((events, words(len(subsets))), dtype=np.uint64)
    column = np.arange(len(subsets))
    for member in subsets.T:
        held = member >= 0
        masks = np.left_shift(np.uint64(1), (column[held] % WORD).astype(np.uint64))
        np.bitwise_or.at(bits, (member[held], column[held] // WORD), masks)
    return bits
