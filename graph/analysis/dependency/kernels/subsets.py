"""Small subsets of a universe, smallest first, and which of those that cut are minimal."""

from itertools import chain, combinations, islice
from math import comb

import numpy as np

from graph.budget import checked
from graph.snapshots.arrays import BoolArray, IntArray


def small_subsets(events: int, order: int, limit: int) -> tuple[IntArray, bool]:
    """Return the subsets of up to some order, without the empty one.

    Parameters
    ----------
    events : int
        Size of the universe.
    order : int
        Most members of a subset, at least 1.
    limit : int
        Most subsets to return.

    Returns
    -------
    subsets : IntArray, shape (subsets, order)
        Filled up with -1.
    truncated : bool

    Examples
    --------
    >>> small_subsets(3, 2, 4)
    (array([[ 0, -1],
           [ 1, -1],
           [ 2, -1],
           [ 0,  1]]), True)
    """
    order = min(order, events)
    total = sum(comb(events, size) for size in range(1, order + 1))
    rows = chain.from_iterable(
        ((*members, *[-1] * (order - size)) for members in combinations(range(events), size))
        for size in checked(range(1, order + 1))
    )
    kept = min(total, limit)
    flat = np.fromiter(chain.from_iterable(islice(rows, kept)), dtype=np.int64, count=kept * order)
    return flat.reshape(kept, order), total > limit


def minimal_rows(cuts: BoolArray, subsets: IntArray) -> BoolArray:
    """Keep of what each subset cuts only what no smaller subset within it cuts.

    Parameters
    ----------
    cuts : BoolArray, shape (subsets, targets)
        What each subset cuts, of a monotone question.
    subsets : IntArray, shape (subsets, order)
        No set twice; filled up with -1. A part of a set that is not among them has cut nothing by itself.

    Returns
    -------
    BoolArray, shape (subsets, targets)
    """
    order = subsets.shape[1]
    places = (int(subsets.max(initial=0)) + 2) ** np.arange(order)

    def code(sets: IntArray) -> IntArray:
        """Number a subset by its members, whatever their order."""
        numbers: IntArray = np.sort(sets + 1, axis=1) @ places
        return numbers

    known = code(subsets)
    rank = np.argsort(known)
    ranked = known[rank]
    bits = np.packbits(np.ascontiguousarray(cuts), axis=1)
    minimal = bits.copy()
    for kept in chain.from_iterable(combinations(range(order), size) for size in range(1, order)):
        parts = np.full_like(subsets, -1)
        parts[:, kept] = subsets[:, kept]
        larger = np.flatnonzero((parts >= 0).any(axis=1) & (parts != subsets).any(axis=1))
        wanted = code(parts[larger])
        at = np.minimum(np.searchsorted(ranked, wanted), len(ranked) - 1)
        there = ranked[at] == wanted
        minimal[larger[there]] &= ~bits[rank[at[there]]]
    return np.unpackbits(minimal, axis=1, count=cuts.shape[1]).astype(bool)
