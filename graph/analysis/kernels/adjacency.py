"""The links of an AND/OR graph from both ends, and what can be reached along them."""

from dataclasses import dataclass
from weakref import WeakKeyDictionary

import numpy as np

from graph.and_or_graph import AndOrGraph, BoolArray, IntArray


@dataclass(frozen=True, eq=False)
class Adjacency:
    """Where the links of each node stand.

    Attributes
    ----------
    first_need : IntArray, shape (size + 1,)
        Needs of node ``u`` are ``first_need[u]:first_need[u + 1]``.
    first_link : IntArray, shape (size + 1,)
        Links to the suppliers of node ``u`` are ``first_link[u]:first_link[u + 1]``.
    need_of_link, owner_of_link : IntArray, shape (links,)
    use : IntArray, shape (links,)
        Links in the order of their supplier; those that node ``v`` supplies are
        ``use[first_use[v]:first_use[v + 1]]``.
    first_use : IntArray, shape (size + 1,)
    """

    first_need: IntArray
    first_link: IntArray
    need_of_link: IntArray
    owner_of_link: IntArray
    use: IntArray
    first_use: IntArray


_KNOWN: WeakKeyDictionary[AndOrGraph, Adjacency] = WeakKeyDictionary()


def adjacency(arrays: AndOrGraph) -> Adjacency:
    """Return the links from both ends; computed once for each graph."""
    if arrays not in _KNOWN:
        every = np.arange(arrays.size + 1)
        first_need = np.searchsorted(arrays.owner, every).astype(np.int64)
        need_of_link = np.repeat(np.arange(arrays.need_count), np.diff(arrays.first))
        use = np.argsort(arrays.supplier, kind="stable")
        _KNOWN[arrays] = Adjacency(
            first_need=first_need,
            first_link=arrays.first[first_need],
            need_of_link=need_of_link,
            owner_of_link=arrays.owner[need_of_link],
            use=use,
            first_use=np.searchsorted(arrays.supplier[use], every).astype(np.int64),
        )
    return _KNOWN[arrays]


def positions(first: IntArray, rows: IntArray) -> IntArray:
    """Return the positions of some compressed rows, one row after the other.

    Parameters
    ----------
    first : IntArray
        Row ``r`` stands at ``first[r]:first[r + 1]``.
    rows : IntArray
    """
    lengths = first[rows + 1] - first[rows]
    ends = np.cumsum(lengths)
    found: IntArray = np.arange(lengths.sum()) + np.repeat(first[rows] - (ends - lengths), lengths)
    return found


@dataclass(frozen=True, eq=False)
class Reached:
    """What a breadth-first search met.

    Attributes
    ----------
    depth : IntArray, shape (size,)
        Steps from the start, -1 where not reached.
    link : IntArray, shape (size,)
        The link by which a node was first reached, -1 at the start.
    """

    depth: IntArray
    link: IntArray

    @property
    def members(self) -> IntArray:
        """Nodes reached, the start included, nearest first."""
        found = np.flatnonzero(self.depth >= 0)
        return found[np.argsort(self.depth[found], kind="stable")]


def reach(
    arrays: AndOrGraph, start: int | IntArray, *, downstream: bool = False, max_depth: int | None = None
) -> Reached:
    """Search breadth first from one node or several, to the suppliers or to the dependents.

    Parameters
    ----------
    arrays : AndOrGraph
    start : int or IntArray
    downstream : bool
        Towards the dependents; towards the suppliers otherwise.
    max_depth : int, optional
    """
    links = adjacency(arrays)
    depth = np.full(arrays.size, -1, dtype=np.int64)
    via = np.full(arrays.size, -1, dtype=np.int64)
    depth[start] = 0
    frontier = np.atleast_1d(np.asarray(start, dtype=np.int64))
    level = 0
    while len(frontier) and (max_depth is None or level < max_depth):
        level += 1
        if downstream:
            along = links.use[positions(links.first_use, frontier)]
            ends = links.owner_of_link[along]
        else:
            along = positions(links.first_link, frontier)
            ends = arrays.supplier[along]
        fresh = depth[ends] < 0
        ends, along = ends[fresh], along[fresh]
        via[ends[::-1]] = along[::-1]  # written backwards, so that the first link of each end stays
        depth[ends] = level
        frontier = ends[via[ends] == along]
    return Reached(depth, via)


def induced(arrays: AndOrGraph, members: IntArray) -> AndOrGraph:
    """Return the graph of some nodes only, renumbered in the order given.

    Parameters
    ----------
    arrays : AndOrGraph
    members : IntArray
        Ascending, and closed upstream: every supplier of a member is a member.
    """
    links = adjacency(arrays)
    renumbered = np.full(arrays.size, -1, dtype=np.int64)
    renumbered[members] = np.arange(len(members))
    needs = positions(links.first_need, members)
    return _selected(arrays, needs, renumbered, len(members))


def with_needs(arrays: AndOrGraph, kept: BoolArray) -> AndOrGraph:
    """Return the same nodes with some of the needs only.

    Parameters
    ----------
    arrays : AndOrGraph
    kept : BoolArray, shape (needs,)
    """
    return _selected(arrays, np.flatnonzero(kept), np.arange(arrays.size), arrays.size)


def _selected(arrays: AndOrGraph, needs: IntArray, renumbered: IntArray, size: int) -> AndOrGraph:
    taken = positions(arrays.first, needs)
    first = np.zeros(len(needs) + 1, dtype=np.int64)
    np.cumsum(arrays.first[needs + 1] - arrays.first[needs], out=first[1:])
    return AndOrGraph(
        size=size,
        owner=renumbered[arrays.owner[needs]],
        first=first,
        supplier=renumbered[arrays.supplier[taken]],
        share=arrays.share[taken],
        remainder=arrays.remainder[needs],
        closed=arrays.closed[needs],
        weight=arrays.weight[needs],
    )
