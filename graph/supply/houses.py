"""Houses: a thing with whoever makes, runs or owns it, at any depth.

Its own cloud a house uses without a contract that could come and go: of such use a source's day is not the first.
"""

from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from graph.comes_and_goes import COMES_AND_GOES
from graph.facts.arrays import FactArrays
from graph.facts.columns import Column
from graph.ontology import EdgeKind

_IN_HOUSE = {kind: passing.in_house for kind, passing in COMES_AND_GOES.items() if passing.in_house}


class Linked(Protocol):
    """What is asked of the edges of a day (``graph.supply.relations.Relations``)."""

    facts: FactArrays
    kind: Column
    start: NDArray[np.int32]
    end: NDArray[np.int32]

    def __len__(self) -> int: ...

    def of_kind(self, kind: EdgeKind) -> range:
        """Return the places of the edges of a kind.

        Parameters
        ----------
        kind : EdgeKind
            Of the edges.
        """
        ...

    def leaving(self, node: int, kind: EdgeKind) -> range:
        """Return the places of the edges of a kind that start at a node.

        Parameters
        ----------
        node : int
            Its number.
        kind : EdgeKind
            Of the edges.
        """
        ...

    def entering(self, node: int, kind: EdgeKind) -> list[int]:
        """Return the places of the edges of a kind that end at a node.

        Parameters
        ----------
        node : int
            Its number.
        kind : EdgeKind
            Of the edges.
        """
        ...


class Houses:
    """Who is of whose house on a day.

    Parameters
    ----------
    edges : Linked
        Of the day.
    later : NDArray of bool, shape (edges,)
        Edges that tie nobody together, since they are only known of later days.
    """

    def __init__(self, edges: Linked, later: NDArray[np.bool_]) -> None:
        self._edges, self._later = edges, later
        self._known: dict[int, frozenset[int]] = {}

    def of(self, node: int) -> frozenset[int]:
        """Return a thing and whoever makes, runs or owns it, at any depth, as numbers.

        Parameters
        ----------
        node : int
            Its number.
        """
        if node not in self._known:
            found, todo = set[int](), [node]
            while todo:
                held = todo.pop()
                if held not in found:
                    found.add(held)
                    todo += self._holders(held)
            self._known[node] = frozenset(found)
        return self._known[node]

    def one(self, start: int, end: int) -> bool:
        """Say whether two things are of one house.

        Parameters
        ----------
        start, end : int
            Their numbers.
        """
        return not self.of(start).isdisjoint(self.of(end))

    def lasts(self, place: int) -> bool:
        """Say whether a relation that comes and goes lasts, since it is within one house.

        Parameters
        ----------
        place : int
            Of the edge.
        """
        edges, kinds = self._edges, self._edges.facts.nodes.kinds
        start, end = int(edges.start[place]), int(edges.end[place])
        own = _IN_HOUSE.get(edges.kind.values[edges.kind.numbers[place]], ())
        return kinds.values[kinds.numbers[end]] in own and self.one(start, end)

    def lasting(self) -> NDArray[np.bool_]:
        """Return which of the edges that are only known of later days last within one house, shape (edges,)."""
        edges, found = self._edges, np.zeros(len(self._edges), bool)
        for kind in _IN_HOUSE:
            here = edges.of_kind(EdgeKind(kind))
            for edge in np.flatnonzero(self._later[here.start : here.stop]) + here.start:
                found[edge] = self.lasts(int(edge))
        return found

    def _holders(self, node: int) -> list[int]:
        edges, later = self._edges, self._later
        above = [*edges.leaving(node, EdgeKind.PART_OF), *edges.leaving(node, EdgeKind.DEVELOPED_BY)]
        running = [edge for edge in edges.entering(node, EdgeKind.OPERATES) if not later[edge]]
        return [int(edges.end[edge]) for edge in above if not later[edge]] + [int(edges.start[e]) for e in running]
