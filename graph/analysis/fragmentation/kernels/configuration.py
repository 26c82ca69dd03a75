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

import numpy as np
from numpy.typing import NDArray

from graph.budget import checked, checkpoint
from graph.native.library import kernels
from graph.snapshots.arrays import FloatArray, IntArray

TRADES_APART = 2
"""Trades between two draws, for each country."""

BURN_IN = 15
"""Trades before the first draw, for each country."""
AT_ONCE = 100_000
"""Random numbers that are drawn together."""
MOST = 2_000_000
"""Random numbers, or places of countries and suppliers, that are held at once: a few worlds are dealt together."""


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
    width = 1 + max((int(row.max()) for row in suppliers_of if len(row)), default=-1)
    held = np.zeros((len(suppliers_of), width), dtype=np.uint8)
    for country, row in enumerate(suppliers_of):
        held[country, row] = 1
    trade = compiled.curveball if (compiled := kernels()) else _trade
    stretch = np.nonzero(held)[0]  # a trade leaves each as long as it was
    trading = np.flatnonzero(held.any(axis=1))
    most, apart = int(held.sum(axis=1).max(initial=0)), TRADES_APART * len(held) if len(trading) > 1 else 0
    if apart:
        trade(held, *_chances(trading, BURN_IN * len(held), most, chance))
    together = max(1, MOST // max(apart * most, held.size, 1))
    for done in range(0, draws, together):
        checkpoint("draws", done, draws)
        count = min(together, draws - done)
        numbers = [(*_chances(trading, apart, most, chance), chance.random(len(stretch))) for _ in range(count)]
        pairs, dealt, orders = zip(*numbers, strict=True)
        worlds = np.repeat(held[None], count, axis=0)
        if apart:
            trade(held, np.concatenate(pairs, axis=1), np.concatenate(dealt), worlds)
        drawn = np.nonzero(worlds.reshape(count * len(held), width))[1].reshape(count, len(stretch))
        by_chance = np.lexsort((orders, np.broadcast_to(stretch, drawn.shape)), axis=-1)  # by stretch, then by chance
        yield np.take_along_axis(drawn, by_chance, axis=1)


def _chances(trading: IntArray, trades: int, most: int, chance: np.random.Generator) -> tuple[IntArray, FloatArray]:
    """Draw which pairs of countries trade, and what each trade goes by."""
    pairs, dealt = [np.zeros((2, 0), np.int64)], [np.zeros((0, most))]
    for start in checked(range(0, trades, some := max(1, AT_ONCE // max(most, 1)))):
        count = min(some, trades - start)
        first, second = chance.integers(len(trading), size=count), chance.integers(len(trading) - 1, size=count)
        pairs.append(trading[np.stack((first, second + (second >= first)))])
        dealt.append(chance.random((count, most)))
    return np.concatenate(pairs, axis=1), np.concatenate(dealt)


def _trade(
    held: NDArray[np.uint8], pairs: IntArray, chance: FloatArray, worlds: NDArray[np.uint8] | None = None
) -> None:
    """Let pairs of countries pool the suppliers that only one of them has, and deal them out again, in place."""
    if worlds is not None:
        apart = pairs.shape[1] // len(worlds)
        for number, world in enumerate(worlds):
            here = slice(number * apart, (number + 1) * apart)
            _trade(held, pairs[:, here], chance[here])
            world[:] = held
        return
    rows = [set(np.flatnonzero(row).tolist()) for row in held]
    for left, right, drawn in zip(*pairs.tolist(), chance.tolist(), strict=True):
        both = rows[left] & rows[right]
        pool = sorted(rows[left] ^ rows[right])
        own = len(rows[left]) - len(both)
        if own in (0, len(pool)):
            continue
        for place in range(own):
            other = place + int(drawn[place] * (len(pool) - place))
            pool[place], pool[other] = pool[other], pool[place]
        rows[left], rows[right] = both.union(pool[:own]), both.union(pool[own:])
    held[:] = 0
    for country, row in enumerate(rows):
        held[country, list(row)] = 1
