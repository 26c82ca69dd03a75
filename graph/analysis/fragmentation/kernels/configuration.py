"""Random rewirings that keep every degree: the bipartite configuration model, sampled by curveball trades.

A draw is a world in which each country still has as many suppliers, and each supplier as many countries, as in
the data, and who has whom is chance. Ties carry amounts (sites, computing power, shares): they stay with their
country and are dealt anew among its suppliers, so that the countries' totals are kept exactly and those of
suppliers on average. The maximum-entropy model keeps degrees on average only, and would leave countries of
degree one without any supplier in a third of the draws; hence the exact one.

References
----------
Strona et al. 2014, A fast and unbiased procedure to randomize ecological binary matrices (the trade). Carstens
2015, Proof of uniform sampling of binary matrices with fixed row sums and column sums (that it is unbiased).
"""

from collections.abc import Iterator, Sequence
from itertools import chain

import numpy as np

from graph.budget import checkpoint
from graph.snapshots.arrays import IntArray

TRADES_APART = 2
"""Trades between two draws, for each country."""

BURN_IN = 15
"""Trades before the first draw, for each country."""


def rewirings(suppliers_of: Sequence[IntArray], draws: int, seed: int) -> Iterator[IntArray]:
    """Yield random supplier lists with the same degrees.

    Parameters
    ----------
    suppliers_of : sequence of IntArray
        The suppliers of each country, none twice.
    draws : int
        How many are drawn.
    seed : int
        The same seed gives the same draws.

    Yields
    ------
    IntArray, shape (ties,)
        The supplier of each tie, countries in their order; within a country in random order.

    Examples
    --------
    >>> held = [np.array([0, 1]), np.array([1, 2])]
    >>> [np.bincount(drawn).tolist() for drawn in rewirings(held, draws=2, seed=1)]  # every supplier keeps its degree
    [[1, 2, 1], [1, 2, 1]]
    """
    chance = np.random.default_rng(seed)
    held = [set(row.tolist()) for row in suppliers_of]
    trading = [number for number, row in enumerate(held) if row]
    stretch = np.repeat(np.arange(len(held)), [len(row) for row in held])  # a trade leaves each as long as it was
    _trade(held, trading, BURN_IN * len(held), chance)
    for done in range(draws):
        checkpoint("draws", done, draws)
        _trade(held, trading, TRADES_APART * len(held), chance)
        flat = np.fromiter(chain.from_iterable(held), dtype=np.int64, count=len(stretch))
        yield flat[np.lexsort((chance.random(len(flat)), stretch))]  # by stretch, then by chance


def _trade(held: list[set[int]], trading: Sequence[int], trades: int, chance: np.random.Generator) -> None:
    """Let random pairs of countries pool the suppliers that only one of them has, and deal them out again."""
    if len(trading) < 2:
        return
    first = chance.integers(len(trading), size=trades).tolist()
    second = chance.integers(len(trading) - 1, size=trades).tolist()
    for a, b in zip(first, second, strict=True):
        left, right = held[trading[a]], held[trading[b + (b >= a)]]
        only_left, only_right = left - right, right - left
        if not only_left or not only_right:
            continue
        pool = list(only_left | only_right)
        dealt = {pool[i] for i in chance.permutation(len(pool))[: len(only_left)].tolist()}
        left -= only_left
        left |= dealt
        right -= only_right
        right |= set(pool) - dealt
