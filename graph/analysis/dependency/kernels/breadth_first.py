"""What can be reached along the links of a graph."""

from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from graph.analysis.dependency.kernels.adjacency import adjacency, positions
from graph.budget import checkpoint
from graph.native.library import kernels
from graph.snapshots.and_or_graph import AndOrGraph
from graph.snapshots.arrays import IntArray

ShortArray = NDArray[np.int32]
NOBODY = -9999
"""Where nothing is before a node, as in scipy's csgraph."""


@dataclass(frozen=True, eq=False)
class Reached:
    """What a breadth-first search met.

    Attributes
    ----------
    arrays : AndOrGraph
    downstream : bool
    depth : ShortArray, shape (size,)
        Steps from the start, -1 where not reached.
    before : ShortArray, shape (size,)
        The node one step nearer to the start, negative at the start and where not reached.
    """

    arrays: AndOrGraph
    downstream: bool
    depth: ShortArray
    before: ShortArray

    @property
    def members(self) -> IntArray:
        """Nodes reached, the start included, nearest first."""
        found = np.flatnonzero(self.depth >= 0)
        return found[np.argsort(self.depth[found], kind="stable")]

    @cached_property
    def link(self) -> IntArray:
        """The first link by which each node was reached, -1 at the start and where not reached."""
        dependent, supplier = adjacency(self.arrays).owner_of_link, self.arrays.supplier
        near, far = (supplier, dependent) if self.downstream else (dependent, supplier)
        along = np.flatnonzero((self.before[far] == near) & (self.depth[far] > 0))[::-1]
        links = np.full(self.arrays.size, -1, dtype=np.int64)
        links[far[along]] = along  # backwards, so that the first link of each node stays
        return links


def breadth_first(
    arrays: AndOrGraph, start: int | IntArray, *, downstream: bool = False, max_depth: int | None = None
) -> Reached:
    """Search breadth first from one node or several, to the suppliers or to the dependents.

    Parameters
    ----------
    arrays : AndOrGraph
        The needs and links of a snapshot.
    start : int or IntArray
        Where the search begins: positions of nodes, at depth 0.
    downstream : bool
        Towards the dependents; towards the suppliers otherwise.
    max_depth : int, optional
        Links to follow; all when None.

    Examples
    --------
    >>> needs = [NeedEntry(0, [(1, 1.0, False)], 0.0, True), NeedEntry(1, [(2, 1.0, False)], 0.0, True)]
    >>> graph = AndOrGraph.from_needs(3, needs)  # 0 needs 1, which needs 2
    >>> breadth_first(graph, 0).depth.tolist()
    [0, 1, 2]
    >>> breadth_first(graph, 1, downstream=True).members.tolist()
    [1, 0]
    """
    checkpoint()
    starts = np.array(list(dict.fromkeys(np.atleast_1d(start).tolist())), dtype=np.int64)
    first, ends = _neighbours(arrays, downstream)
    depth = np.full(arrays.size, -1, dtype=np.int32)
    before = np.full(arrays.size, NOBODY, dtype=np.int32)
    if compiled := kernels():
        compiled.search(first, ends, starts.astype(np.int32), depth, before)
    else:
        _by_levels(first, ends, starts, depth, before)
    if max_depth is not None:
        depth[depth > max_depth] = -1
    return Reached(arrays, downstream, depth, before)


def _by_levels(first: IntArray, ends: ShortArray, near: IntArray, depth: ShortArray, before: ShortArray) -> None:
    """Search level by level in the order of a queue, in place."""
    level = 0
    while len(near):
        depth[near] = level
        links = positions(first, near)
        far = ends[links]
        fresh = np.flatnonzero(depth[far] < 0)
        found, place = np.unique(far[fresh], return_index=True)
        order = np.argsort(place)
        before[found] = np.repeat(near, first[near + 1] - first[near])[fresh[place]]
        near, level = found[order].astype(np.int64), level + 1


def _neighbours(arrays: AndOrGraph, downstream: bool) -> tuple[IntArray, ShortArray]:
    """Return where the links of each node begin, and the node that each leads to; computed once for each graph."""

    def made() -> tuple[IntArray, ShortArray]:
        links = adjacency(arrays)
        if downstream:
            return links.first_use, links.owner_of_link[links.use].astype(np.int32)
        return links.first_link, arrays.supplier.astype(np.int32)

    return arrays.kept.get(("neighbours", downstream), made)
