"""The links of an AND/OR graph from both ends."""

from dataclasses import dataclass

import numpy as np

from graph.snapshots.and_or_graph import AndOrGraph
from graph.snapshots.arrays import IntArray


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


def adjacency(arrays: AndOrGraph) -> Adjacency:
    """Return the links from both ends; computed once for each graph.

    Parameters
    ----------
    arrays : AndOrGraph
        The needs and links of a snapshot.
    """
    return arrays.kept.get("adjacency", lambda: _adjacency(arrays))


def _adjacency(arrays: AndOrGraph) -> Adjacency:
    every = np.arange(arrays.size + 1)
    first_need = np.searchsorted(arrays.owner, every).astype(np.int64)
    need_of_link = np.repeat(np.arange(arrays.need_count), np.diff(arrays.first))
    use = np.argsort(arrays.supplier, kind="stable")
    return Adjacency(
        first_need=first_need,
        first_link=arrays.first[first_need],
        need_of_link=need_of_link,
        owner_of_link=arrays.owner[need_of_link],
        use=use,
        first_use=np.searchsorted(arrays.supplier[use], every).astype(np.int64),
    )


def positions(first: IntArray, rows: IntArray) -> IntArray:
    """Return the positions of some compressed rows, one row after the other.

    Parameters
    ----------
    first : IntArray
        Row ``r`` stands at ``first[r]:first[r + 1]``.
    rows : IntArray
        Numbers of rows, in the order wanted.

    Examples
    --------
    >>> positions(np.array([0, 2, 5]), np.array([1, 0])).tolist()
    [2, 3, 4, 0, 1]
    """
    lengths = first[rows + 1] - first[rows]
    ends = np.cumsum(lengths)
    found: IntArray = np.arange(lengths.sum()) + np.repeat(first[rows] - (ends - lengths), lengths)
    return found
