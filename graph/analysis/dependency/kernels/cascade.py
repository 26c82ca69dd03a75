"""One what-if in detail: in which round each node falls, and which need emptied."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from graph.analysis.dependency.kernels.adjacency import adjacency, positions
from graph.analysis.dependency.kernels.bits import pack
from graph.analysis.dependency.kernels.failure import failed
from graph.analysis.dependency.kernels.schedule import Step
from graph.and_or_graph import AndOrGraph
from graph.arrays import BoolArray, IntArray
from graph.budget import checkpoint


@dataclass(frozen=True, eq=False)
class Cascade:
    """How a failure spreads.

    Attributes
    ----------
    round : IntArray, shape (size,)
        0 for what is dead from the start, -1 for what survives.
    need : IntArray, shape (size,)
        The need whose emptying felled the node; -1 where none did.
    """

    round: IntArray
    need: IntArray

    @property
    def failed(self) -> BoolArray:
        """Truth of failure of each node."""
        return self.round >= 0


def cascade(arrays: AndOrGraph, used: BoolArray, dead: IntArray, dead_links: BoolArray | None = None) -> Cascade:
    """Spread failure round by round: who loses the last supplier of a need falls in the next round.

    Parameters
    ----------
    arrays : AndOrGraph
    used : BoolArray, shape (needs,)
        Needs that can empty.
    dead : IntArray
        Nodes dead from the start.
    dead_links : BoolArray, shape (links,), optional

    Examples
    --------
    >>> needs = [NeedEntry(0, [(1, 1.0, False)], 0.0, True), NeedEntry(1, [(2, 1.0, False)], 0.0, True)]
    >>> graph = AndOrGraph.from_needs(3, needs)  # 0 needs 1, which needs 2
    >>> cascade(graph, np.ones(2, dtype=bool), np.array([2])).round.tolist()
    [2, 1, 0]
    """
    links = adjacency(arrays)
    gone = np.zeros(arrays.link_count, dtype=bool) if dead_links is None else dead_links
    alive = np.bincount(links.need_of_link[~gone], minlength=arrays.need_count)
    rounds = np.full(arrays.size, -1, dtype=np.int64)
    cause = np.full(arrays.size, -1, dtype=np.int64)
    rounds[dead] = 0
    frontier = np.unique(dead)
    emptied = np.flatnonzero((alive == 0) & used)
    level = 0
    while len(frontier) or len(emptied):
        lost = links.use[positions(links.first_use, frontier)]
        needs = links.need_of_link[lost[~gone[lost]]]
        np.subtract.at(alive, needs, 1)
        emptied = np.union1d(emptied, needs[(alive[needs] == 0) & used[needs]])
        emptied = emptied[rounds[arrays.owner[emptied]] < 0]
        owners, position = np.unique(arrays.owner[emptied], return_index=True)
        checkpoint("rounds", level)
        level += 1
        rounds[owners] = level
        cause[owners] = emptied[position]
        frontier, emptied = owners, emptied[:0]
    return Cascade(rounds, cause)


def bootstrap_cascade(
    arrays: AndOrGraph,
    used: BoolArray,
    steps: Sequence[Step],
    dead: IntArray,
    dead_links: BoolArray | None = None,
) -> Cascade:
    """Spread failure, then fell in one last round what only a cycle still supports.

    Parameters
    ----------
    arrays, used, dead, dead_links
        As in ``cascade``.
    steps : sequence of Step
        Over the needs that can empty.
    """
    spread = cascade(arrays, used, dead, dead_links)
    bits = failed(steps, pack(arrays.size, [dead.tolist()]), dead_links=dead_links, bootstrap=True)
    gone = (bits[:, 0] & np.uint64(1)) > 0
    unsupported = gone & (spread.round < 0)
    if not unsupported.any():
        return spread
    rounds = np.where(unsupported, spread.round.max() + 1, spread.round)
    lost = gone[arrays.supplier]
    if dead_links is not None:
        lost = lost | dead_links
    empty = np.logical_and.reduceat(lost, arrays.first[:-1]) & used & unsupported[arrays.owner]
    owners, position = np.unique(arrays.owner[empty], return_index=True)
    cause = spread.need.copy()
    cause[owners] = np.flatnonzero(empty)[position]
    return Cascade(rounds, cause)
