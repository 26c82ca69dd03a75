"""Best-first search for paths, with the exact distance to the end as its guide."""

import heapq
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import count
from types import MappingProxyType

import numpy as np

from graph.analysis.dependency.kernels.adjacency import adjacency
from graph.analysis.dependency.kernels.least_costs import least_costs
from graph.budget import checkpoint
from graph.snapshots.and_or_graph import AndOrGraph
from graph.snapshots.arrays import FloatArray, IntArray

MAX_STEPS = 200_000
"""Steps of the search before it gives up: about two seconds."""


@dataclass(frozen=True)
class PathLimits:
    """How far a search for paths goes.

    Parameters
    ----------
    length : int
        Most edges of a path.
    paths : int
        Most paths of an answer.
    steps : int
        Steps of the search, which may be exponential on dense graphs.
    """

    length: int = 10
    paths: int = 50
    steps: int = MAX_STEPS


class StrongestFirst:
    """Best-first search with the exact distance to the end as its guide, so that paths come in order of weight.

    Parameters
    ----------
    arrays : AndOrGraph
        The needs and links of a snapshot.
    start, end : int
        Positions of the dependent, and of what it rests on.
    limits : PathLimits
        Most links of a path, and how far the search may go.
    cost : FloatArray, shape (links,)
        What each link costs, infinite where none may pass; all are above zero.
    once : Mapping[int, int]
        For a second position of an entity, the first one: no path meets an entity twice.

    Attributes
    ----------
    exhausted, turned_back : bool
        The steps ran out; a path was given up for its length.
    """

    def __init__(
        self,
        arrays: AndOrGraph,
        start: int,
        end: int,
        limits: PathLimits,
        cost: FloatArray,
        once: Mapping[int, int] = MappingProxyType({}),
    ) -> None:
        self._arrays, self._start, self._end, self._limits, self._cost = arrays, start, end, limits, cost
        self._once = once
        self.exhausted = self.turned_back = False
        self._left = self._distances()
        self._first: IntArray = adjacency(arrays).first_link

    @property
    def linked(self) -> bool:
        """There is a path, however long."""
        return bool(np.isfinite(self._left[self._start]))

    def paths(self) -> Iterator[list[int]]:
        """Yield paths as lists of links, strongest first."""
        if self._start == self._end or not self.linked:
            return
        order = count()
        heap: list[tuple[float, int, float, int, tuple[int, ...], frozenset[int]]] = [
            (float(self._left[self._start]), next(order), 0.0, self._start, (), frozenset({self._start}))
        ]
        steps = 0
        while heap:
            checkpoint("steps", steps)
            _, _, spent, node, path, visited = heapq.heappop(heap)
            if self._once.get(node, node) == self._end:
                yield list(path)
                continue
            if len(path) == self._limits.length:
                self.turned_back = True
                continue
            for link in range(int(self._first[node]), int(self._first[node + 1])):
                supplier = int(self._arrays.supplier[link])
                entity = self._once.get(supplier, supplier)
                if entity in visited or not np.isfinite(self._cost[link] + self._left[supplier]):
                    continue
                steps += 1
                if steps > self._limits.steps:
                    self.exhausted = True
                    return
                reached = spent + float(self._cost[link])
                guess = reached + float(self._left[supplier])
                heapq.heappush(heap, (guess, next(order), reached, supplier, (*path, link), visited | {entity}))

    def _distances(self) -> FloatArray:
        """Return the least cost from each node to the end, infinite where there is no way."""
        ends = [self._end, *(again for again, first in self._once.items() if first == self._end)]
        left: FloatArray = np.min([least_costs(self._arrays, self._cost, end) for end in ends], axis=0)
        return left
