"""The relations of one day as arrays, one edge each; an ``Edge`` is made where one is asked for."""

import math
from collections.abc import Iterator, Sequence
from datetime import date
from functools import cached_property
from typing import overload

import numpy as np
from numpy.typing import NDArray

from graph.budget import checked
from graph.facts.arrays import EDGE_KINDS, ROLES, FactArrays
from graph.facts.columns import together
from graph.facts.edges import Edge
from graph.facts.fact import EdgeFact
from graph.facts.preference import usable_figure
from graph.ontology import EdgeKind
from graph.supply.houses import Houses
from graph.supply.roles import role_of

Ints = NDArray[np.int64]


class Relations(Sequence[Edge]):
    """The edges of a day, in the order of kind, start, end and need; each with all claims about its relation.

    Parameters
    ----------
    facts : FactArrays
        Of the whole version.
    there : NDArray of bool, shape (claims,)
        The claims of the day.
    as_of : date
        The day, which shares have to be of.

    Attributes
    ----------
    rows, first : NDArray of int64
        The claims of edge ``i``, the preferred first, are ``rows[first[i]:first[i + 1]]``.
    start, end : NDArray of int64, shape (edges,)
        Numbers of nodes.
    kind, need : Column
        Of ``EDGE_KINDS``; names of needs, empty where an edge makes no dependency.
    role : NDArray of int64
        Places in ``ROLES``.
    """

    def __init__(self, facts: FactArrays, there: NDArray[np.bool_], as_of: date) -> None:
        self.facts, self.as_of = facts, as_of
        self.rows, self.first = facts.rivalry.on(as_of, there)
        best = self.rows[self.first[:-1]]
        self.start, self.end = facts.start[best], facts.end[best]
        self.kind, self.need = facts.kind.take(best), facts.need.take(best)
        self.role = self._roles()
        self._claims, self._begins, self._roles_of = self.rows.data, self.first.data, self.role.data
        self._made: dict[int, Edge] = {}
        self._leaving: dict[EdgeKind, memoryview] = {}
        self._rank = facts.nodes.ranks.data

    def __len__(self) -> int:
        return len(self.start)

    @property
    def made(self) -> int:
        """How many edges have been asked for."""
        return len(self._made)

    @overload
    def __getitem__(self, at: int) -> Edge: ...

    @overload
    def __getitem__(self, at: slice) -> list[Edge]: ...

    def __getitem__(self, at: int | slice) -> Edge | list[Edge]:
        if isinstance(at, slice):
            return [self[one] for one in range(*at.indices(len(self)))]
        return self._at(at + len(self) if at < 0 else at)

    def __iter__(self) -> Iterator[Edge]:
        return (self[place] for place in checked(range(len(self)), "relations"))

    def _at(self, place: int) -> Edge:
        made = self._made.get(place)
        return made if made is not None else self._made.setdefault(place, self._edge(place))

    def _edge(self, place: int) -> Edge:
        begin, end = self._begins[place], self._begins[place + 1]
        rows = (self._claims[begin],) if end - begin == 1 else tuple(self._claims[begin:end])
        return self.facts.edge(rows, self._roles_of[place], bool(self.is_later[place]), self.houses.lasts(place))

    def every_end(self) -> Iterator[str]:
        """Yield the id of the node that each edge leads to, without making an edge."""
        ids = self.facts.nodes.ids
        return (ids[node] for node in self.end.tolist())

    def any(self, of_claims: NDArray[np.bool_]) -> NDArray[np.bool_]:
        """Return for each edge whether it is so of any of its claims.

        Parameters
        ----------
        of_claims : NDArray of bool, shape (claims,)
            Whether it is so of each claim of the graph.
        """
        found: NDArray[np.bool_] = (
            np.logical_or.reduceat(of_claims[self.rows], self.first[:-1]) if len(self) else np.zeros(0, bool)
        )
        return found

    @cached_property
    def is_later(self) -> NDArray[np.bool_]:
        """Whether each edge comes and goes, and is only known of later days: neither stated nor excluded, a guess."""
        return self._known_later & ~self.houses.lasting()

    @cached_property
    def houses(self) -> Houses:
        """Who is of whose house, as far as it is known of the day."""
        return Houses(self, self._known_later)

    @cached_property
    def _known_later(self) -> NDArray[np.bool_]:
        since, lasting = self.facts.dated
        return ~self.any(lasting | (since <= self.as_of.toordinal()))

    def of_kind(self, kind: EdgeKind) -> range:
        """Return the places of the edges of a kind: they are together.

        Parameters
        ----------
        kind : EdgeKind
            Of the edge.
        """
        number = EDGE_KINDS.index(kind)
        return range(*np.searchsorted(self.kind.numbers, (number, number + 1)).tolist())

    def of(self, *kinds: EdgeKind) -> Iterator[Edge]:
        """Yield the edges of some kinds, in the order of the day's edges; no other edge is made."""
        for kind in sorted(kinds, key=EDGE_KINDS.index):
            yield from (self[place] for place in checked(self.of_kind(kind), "relations"))

    def ends_by_start(self, *kinds: EdgeKind) -> dict[str, frozenset[str]]:
        """Return where the edges of some kinds lead to, by where they start; no edge is made."""
        ids = self.facts.nodes.ids
        found: dict[str, set[str]] = {}
        for kind in sorted(kinds, key=EDGE_KINDS.index):
            here = slice(self.of_kind(kind).start, self.of_kind(kind).stop)
            for start, end in zip(self.start[here].tolist(), self.end[here].tolist(), strict=True):
                found.setdefault(ids[start], set()).add(ids[end])
        return {start: frozenset(ends) for start, ends in found.items()}

    def leaving(self, node: int, kind: EdgeKind) -> range:
        """Return the places of the edges of a kind that start at a node, given by its number.

        Parameters
        ----------
        node : int
            Its number.
        kind : EdgeKind
            Of the edge.
        """
        begins = self._leaving.get(kind)
        if begins is None:
            here = self.of_kind(kind)
            nodes = np.arange(len(self.facts.nodes) + 1)
            ranked = self.facts.nodes.ranks
            begins = (np.searchsorted(ranked[self.start[here.start : here.stop]], nodes) + here.start).data
            self._leaving[kind] = begins
        rank = self._rank[node]
        return range(begins[rank], begins[rank + 1])

    def entering(self, node: int, kind: EdgeKind) -> list[int]:
        """Return the places of the edges of a kind that end at a node, given by its number, ascending.

        Parameters
        ----------
        node : int
            Its number.
        kind : EdgeKind
            Of the edge.
        """
        order, begins = self._by_end[kind]
        return order[begins[node] : begins[node + 1]]

    @cached_property
    def _by_end(self) -> "_ByEnd":
        return _ByEnd(self)

    def out(self, node_id: str, kind: EdgeKind) -> list[Edge]:
        """Return the edges of a kind that start at a node.

        Parameters
        ----------
        node_id : str
            Of a node; nothing is found where it is not of the day.
        kind : EdgeKind
            Of the edge.
        """
        node = self.facts.nodes.number.get(node_id)
        return [] if node is None else [self._at(place) for place in self.leaving(node, kind)]

    def into(self, node_id: str, kind: EdgeKind) -> list[Edge]:
        """Return the edges of a kind that end at a node.

        Parameters
        ----------
        node_id : str
            Of a node; nothing is found where it is not of the day.
        kind : EdgeKind
            Of the edge.
        """
        node = self.facts.nodes.number.get(node_id)
        return [] if node is None else [self._at(place) for place in self.entering(node, kind)]

    def ends(self, node_id: str, kind: EdgeKind) -> list[str]:
        """Return where the edges of a kind that start at a node lead to.

        Parameters
        ----------
        node_id : str
            Of a node; nothing is found where it is not of the day.
        kind : EdgeKind
            Of the edge.
        """
        nodes = self.facts.nodes
        node = nodes.number.get(node_id)
        return [] if node is None else [nodes.ids[self.end[place]] for place in self.leaving(node, kind)]

    def starts(self, node_id: str, kind: EdgeKind) -> list[str]:
        """Return where the edges of a kind that end at a node come from.

        Parameters
        ----------
        node_id : str
            Of a node; nothing is found where it is not of the day.
        kind : EdgeKind
            Of the edge.
        """
        nodes = self.facts.nodes
        node = nodes.number.get(node_id)
        return [] if node is None else [nodes.ids[self.start[place]] for place in self.entering(node, kind)]

    def quantities(self, node_id: str, kind: EdgeKind) -> list[tuple[str, float | None]]:
        """Return where the edges of a kind that start at a node lead, and the quantity that the best claim has.

        Parameters
        ----------
        node_id : str
            Of a node; nothing is found where it is not of the day.
        kind : EdgeKind
            Of the edge.
        """
        nodes = self.facts.nodes
        node = nodes.number.get(node_id)
        here = () if node is None else self.leaving(node, kind)
        stated = [float(self.facts.quantity[self.rows[self.first[place]]]) for place in here]
        ends = [nodes.ids[self.end[place]] for place in here]
        return [(end, None if math.isnan(one) else one) for end, one in zip(ends, stated, strict=True)]

    def figures(self, edge: Edge) -> tuple[EdgeFact, ...]:
        """Return the usable shares of a relation, the preferred first.

        Parameters
        ----------
        edge : Edge
            Of the day.
        """
        return tuple(claim for claim in (edge.claim, *edge.rivals) if usable_figure(claim, self.as_of))

    def _roles(self) -> Ints:
        """Return the role of each edge: as its best claim that states one says, else by its kind and its end."""
        nodes = self.facts.nodes
        default = together(
            lambda kind, subtype, free: ROLES.index(role_of(kind, subtype, free)),
            self.kind,
            nodes.subtypes.take(self.end),
            nodes.property("open_weights").take(self.end),
        )
        roles: Ints = default.array(lambda role: role, np.int64)
        stated = self.facts.role[self.rows]
        given = np.flatnonzero(stated >= 0)
        edges, place = np.unique(np.searchsorted(self.first, given, side="right") - 1, return_index=True)
        roles[edges] = stated[given[place]]
        return roles


class _ByEnd(dict[EdgeKind, tuple[list[int], memoryview]]):
    """Of each kind that is asked for: its edges by their end, and where those of each node begin."""

    def __init__(self, edges: Relations) -> None:
        super().__init__()
        self._edges = edges

    def __missing__(self, kind: EdgeKind) -> tuple[list[int], memoryview]:
        here = self._edges.of_kind(kind)
        ends = self._edges.end[here.start : here.stop]
        order = np.argsort(ends, kind="stable")
        begins = np.searchsorted(ends[order], np.arange(len(self._edges.facts.nodes) + 1))
        self[kind] = ((order + here.start).tolist(), begins.data)
        return self[kind]
