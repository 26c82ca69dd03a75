"""The edges at each node of a day, both directions; made where they are asked for."""

from collections.abc import Iterator, Mapping

import numpy as np

from graph.facts.edges import Edge
from graph.supply.relations import Relations


class EdgesAt(Mapping[str, tuple[Edge, ...]]):
    """By the id of a node: the edges that start or end there, in the order of the day's edges.

    Parameters
    ----------
    edges : Relations
        Relations of the day.
    """

    def __init__(self, edges: Relations) -> None:
        self._edges = edges
        self._nodes = edges.facts.nodes
        ends = np.column_stack((edges.start, edges.end)).ravel()
        order = np.argsort(ends, kind="stable")
        self._places = order // 2
        self._first = np.searchsorted(ends[order], np.arange(len(self._nodes) + 1))
        self._made: dict[str, tuple[Edge, ...]] = {}

    def __len__(self) -> int:
        return int(np.count_nonzero(np.diff(self._first)))

    def __iter__(self) -> Iterator[str]:
        return (self._nodes.ids[node] for node in np.flatnonzero(np.diff(self._first)).tolist())

    def count(self, node_id: str) -> int:
        """Return how many edges start or end at a node; none is made.

        Parameters
        ----------
        node_id : str
            Of any node of the graph.
        """
        node = self._nodes.number[node_id]
        return int(self._first[node + 1] - self._first[node])

    def __getitem__(self, node_id: str) -> tuple[Edge, ...]:
        if node_id not in self._made:
            node = self._nodes.number[node_id]
            here = self._places[self._first[node] : self._first[node + 1]].tolist()
            if not here:
                raise KeyError(node_id)
            self._made[node_id] = tuple(self._edges[place] for place in here)
        return self._made[node_id]
