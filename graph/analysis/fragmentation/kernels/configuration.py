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
from itertools import pairwise

import numpy as np

from graph.budget import checkpoint
from graph.native.library import kernels
from graph.snapshots.arrays import IntArray

TRADES_APART = 4
"""Trades between two draws, for each country: half as many leave figures of neighbouring draws correlated by 0.4."""

BURN_IN = 15
"""Trades before the first draw, for each country."""

MOST = 2_000_000
"""Suppliers that are dealt together, over all worlds; the budget is looked at between."""


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
    IntArray, shape (worlds, ties)
        Some of them: the supplier of each tie, countries in their order; within a country in random order.

    Examples
    --------
    >>> held = [np.array([0, 1]), np.array([1, 2])]
    >>> drawn = np.concatenate(list(rewirings(held, draws=2, seed=1)))
    >>> [np.bincount(world).tolist() for world in drawn]  # every supplier keeps its degree
    [[1, 2, 1], [1, 2, 1]]
    """
    chance = np.random.default_rng(seed)
    first = np.concatenate(([0], np.cumsum([len(row) for row in suppliers_of], dtype=np.int64)))
    held = np.concatenate((np.zeros(0, np.int64), *suppliers_of))
    deal = compiled.rewire if (compiled := kernels()) else _rewire
    before, apart = BURN_IN * len(suppliers_of), TRADES_APART * len(suppliers_of)
    together = max(1, MOST // max(len(held), apart, 1))
    for done in range(0, draws, together):
        checkpoint("draws", done, draws)
        worlds = np.empty((min(together, draws - done), len(held)), np.int64)
        deal(held, first, (0 if done else before, apart), chance, worlds)
        yield worlds


def _rewire(
    suppliers: IntArray, first: IntArray, trades: tuple[int, int], chance: np.random.Generator, worlds: IntArray
) -> None:
    """Do what the kernel does."""
    rows = [suppliers[start:end].tolist() for start, end in pairwise(first.tolist())]
    trading = [row for row in rows if row]
    before, apart = trades if len(trading) > 1 else (0, 0)
    for number, world in enumerate(worlds):
        for _ in range(apart if number else before + apart):
            one, other = _below(len(trading), chance), _below(len(trading) - 1, chance)
            _trade(trading[one], trading[other + (other >= one)], chance)
        world[:] = [supplier for row in rows for supplier in _drawn(row, len(row) - 1, chance)]
    suppliers[:] = [supplier for row in rows for supplier in row]


def _trade(left: list[int], right: list[int], chance: np.random.Generator) -> None:
    """Let two countries pool the suppliers that only one of them has, and deal them out again, in place."""
    both = [supplier for supplier in left if supplier in right]
    ours = [supplier for supplier in left if supplier not in right]
    theirs = [supplier for supplier in right if supplier not in left]
    pool = _drawn(ours + theirs, len(ours), chance) if theirs else ours
    left[:], right[:] = both + pool[: len(ours)], both + pool[len(ours) :]


def _drawn(every: list[int], wanted: int, chance: np.random.Generator) -> list[int]:
    """Return the same with as many as are wanted brought to the front, each with the same chance."""
    found = every.copy()
    for place in range(wanted):
        other = place + _below(len(found) - place, chance)
        found[place], found[other] = found[other], found[place]
    return found


def _below(count: int, chance: np.random.Generator) -> int:
    return int(chance.random() * count)
