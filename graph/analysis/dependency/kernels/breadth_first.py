"""What can be reached along the links of a graph."""

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from graph.analysis.dependency.kernels.adjacency import adjacency, positions
from graph.budget import checkpoint
from graph.snapshots.and_or_graph import AndOrGraph
from graph.snapshots.arrays import IntArray

if TYPE_CHECKING:
    from scipy.sparse import csr_array

ShortArray = NDArray[np.int32]
"""csgraph counts in 32 bits; converting costs as much as searching."""


LARGE = 20_000
"""Links from which on a compiled search is faster than one by levels, what it takes to load included."""


@dataclass(frozen=True, eq=False)
class Reached:
    """What a breadth-first search met.

    Attributes
    ----------
    arrays : AndOrGraph
    downstream : bool
    depth : IntArray, shape (size,)
        Steps from the start, -1 where not reached.
    before : ShortArray, shape (size,)
        The node one step nearer to the start, negative at the start and where not reached.
    """

    arrays: AndOrGraph
    downstream: bool
    depth: IntArray
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
    starts = np.atleast_1d(np.asarray(start, dtype=np.int64))
    search = _by_levels if arrays.link_count < LARGE else _by_csgraph
    depth, before = search(arrays, starts, downstream)
    if max_depth is not None:
        depth[depth > max_depth] = -1
    return Reached(arrays, downstream, depth, before)


def _by_levels(arrays: AndOrGraph, starts: IntArray, downstream: bool) -> tuple[IntArray, ShortArray]:
    """Return the depth of each node and the node before it, level by level in the order of a queue."""
    first, ends = _compressed(arrays, downstream)
    depth = np.full(arrays.size, -1, dtype=np.int64)
    before = np.full(arrays.size, -9999, dtype=np.int32)  # what csgraph has where nothing is before
    near = starts[np.sort(np.unique(starts, return_index=True)[1])]
    level = 0
    while len(near):
        depth[near] = level
        links = positions(first, near)
        far = ends[links]
        fresh = np.flatnonzero(depth[far] < 0)
        found, place = np.unique(far[fresh], return_index=True)
        order = np.argsort(place)
        before[found] = np.repeat(near, first[near + 1] - first[near])[fresh[place]]
        near, level = found[order], level + 1
    return depth, before


def _by_csgraph(arrays: AndOrGraph, starts: IntArray, downstream: bool) -> tuple[IntArray, ShortArray]:
    """Return the same by a compiled search, for graphs so large that it is worth a fifth of a second of loading."""
    from scipy.sparse.csgraph import breadth_first_order

    neighbours = _neighbours(arrays, downstream)
    root, steps_to_start = int(starts[0]) if len(starts) else 0, 0
    if len(starts) != 1:
        root, steps_to_start = arrays.size, 1
        neighbours = _with_common_start(neighbours, starts)
    order, before = breadth_first_order(neighbours, root, return_predecessors=True)
    depth = np.full(neighbours.shape[0], -1, dtype=np.int64)
    for level, (first, last) in enumerate(_levels(order, before)):
        depth[order[first:last]] = level - steps_to_start
    return depth[: arrays.size], before[: arrays.size]


def _levels(order: ShortArray, before: ShortArray) -> list[tuple[int, int]]:
    """Return where each depth begins and ends in the order of a search.

    Nodes were met in the order of those before them, so the next depth ends where the last of this one was left.
    """
    place = np.empty(len(before), dtype=np.int32)
    place[order] = np.arange(len(order), dtype=np.int32)
    parent = place[before[order[1:]]]
    levels, first, last = [(0, 1)], 0, 1
    while last < len(order):
        first, last = last, 1 + int(np.searchsorted(parent, last))
        levels.append((first, last))
    return levels


def _compressed(arrays: AndOrGraph, downstream: bool) -> tuple[IntArray, IntArray]:
    """Return where the links of each node begin, and the node that each leads to."""
    links = adjacency(arrays)
    if downstream:
        return links.first_use, links.owner_of_link[links.use]
    return links.first_link, arrays.supplier


def _neighbours(arrays: AndOrGraph, downstream: bool) -> "csr_array":
    """Return the links as a matrix that csgraph reads without copying: doubles, 32 bits."""
    from scipy.sparse import csr_array

    def made() -> "csr_array":
        first, ends = _compressed(arrays, downstream)
        shape = (arrays.size, arrays.size)
        return csr_array((np.ones(len(ends)), ends.astype(np.int32), first.astype(np.int32)), shape=shape)

    return arrays.kept.get(("neighbours", downstream), made)


def _with_common_start(neighbours: "csr_array", starts: IntArray) -> "csr_array":
    """Add one node before several starts, so that one search begins at all of them."""
    from scipy.sparse import csr_array

    ends = np.concatenate([neighbours.indices, starts.astype(np.int32)])
    first = np.append(neighbours.indptr, np.int32(len(ends)))
    size = neighbours.shape[0] + 1
    return csr_array((np.ones(len(ends)), ends, first), shape=(size, size))
