"""The least cost from every node to one, along the links of a graph."""

import heapq

import numpy as np

from graph.analysis.dependency.kernels.adjacency import adjacency
from graph.snapshots.and_or_graph import AndOrGraph
from graph.snapshots.arrays import FloatArray

LARGE = 20_000
"""Links from which on a compiled search is faster than one with a heap, what it takes to load included."""


def least_costs(arrays: AndOrGraph, cost: FloatArray, end: int) -> FloatArray:
    """Return the least cost from each node to one, infinite where there is no way, shape (size,).

    Parameters
    ----------
    arrays : AndOrGraph
        The needs and links of a snapshot.
    cost : FloatArray, shape (links,)
        What each link costs, infinite where none may pass.
    end : int
        Position of the node that the costs lead to.

    Examples
    --------
    >>> needs = [NeedEntry(0, [(1, 1.0, False)], 0.0, True), NeedEntry(1, [(2, 1.0, False)], 0.0, True)]
    >>> graph = AndOrGraph.from_needs(3, needs)  # 0 needs 1, which needs 2
    >>> least_costs(graph, np.array([0.5, 0.25]), 2).tolist()
    [0.75, 0.25, 0.0]
    """
    return (_by_heap if arrays.link_count < LARGE else _by_csgraph)(arrays, cost, end)


def _by_heap(arrays: AndOrGraph, cost: FloatArray, end: int) -> FloatArray:
    """Dijkstra with a heap."""
    links = adjacency(arrays)
    costs, dependents = cost[links.use].tolist(), links.owner_of_link[links.use].tolist()
    first = links.first_use.tolist()
    found = [np.inf] * arrays.size
    found[end] = 0.0
    heap = [(0.0, end)]
    while heap:
        spent, node = heapq.heappop(heap)
        if spent > found[node]:
            continue
        for link in range(first[node], first[node + 1]):
            reached = spent + costs[link]
            if reached < found[dependents[link]]:
                found[dependents[link]] = reached
                heapq.heappush(heap, (reached, dependents[link]))
    return np.array(found, dtype=np.float64)


def _by_csgraph(arrays: AndOrGraph, cost: FloatArray, end: int) -> FloatArray:
    """Return the same by a compiled search, for graphs so large that it is worth a fifth of a second of loading."""
    from scipy.sparse import csr_array
    from scipy.sparse.csgraph import dijkstra

    owner = adjacency(arrays).owner_of_link
    order = np.lexsort((cost, owner, arrays.supplier))
    supplier, dependent, cost = arrays.supplier[order], owner[order], cost[order]
    first = np.ones(len(order), dtype=bool)  # of parallel links the cheapest
    first[1:] = (supplier[1:] != supplier[:-1]) | (dependent[1:] != dependent[:-1])
    backwards = csr_array((cost[first], (supplier[first], dependent[first])), shape=(arrays.size, arrays.size))
    distances: FloatArray = dijkstra(backwards, indices=[end])[0]
    return distances
