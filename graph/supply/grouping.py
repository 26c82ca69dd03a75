"""The edges of a day grouped into needs, as arrays: who needs what under which name, and who can supply it.

The rules are those of ``needs``, each asked once for each combination of what it goes by.
"""

from collections.abc import Mapping, Sequence

import numpy as np
from numpy.typing import NDArray

from graph.facts.arrays import EDGE_KINDS, ROLES
from graph.facts.columns import together
from graph.facts.edges import Edge
from graph.facts.fact import Confidence, EdgeFact
from graph.facts.preference import usable_figure
from graph.ontology import GEOGRAPHY, EdgeKind, Horizon, Role
from graph.supply.compute import stands
from graph.supply.lone_sites import chips_of_lone_sites
from graph.supply.needs import is_region, makes_need, name_of_need
from graph.supply.relations import Ints, Relations
from graph.supply.shares import first_share_set, share_set, share_sets
from graph.supply.suppliers import NeedKey

Bools = NDArray[np.bool_]


class Grouped:
    """The needs of a day at a horizon, control by countries left out.

    Parameters
    ----------
    edges : Relations
        Of the day.
    horizon : Horizon
        Which needs bind.

    Attributes
    ----------
    of : NDArray of int64, shape (needs,)
        The number of who needs; needs are in the order of it, then of their names.
    name : NDArray of int64
        Places in ``names``, which are in their order.
    begins : NDArray of int64
        The place of the first edge of each need: needs were found in this order.
    role, kind : NDArray of int64
        Places in ``ROLES`` and ``EDGE_KINDS``, of its first edge.
    serving, need : NDArray of int64, shape (edges that make a need,)
        Places of these edges, and of the need of each.
    link_first : NDArray of int64, shape (needs + 1,)
        Suppliers of need ``i`` are those from ``link_first[i]`` on, by id.
    supplier, link_edge, link_need : NDArray of int64, shape (links,)
        The number of the supplier, the place of the edge to it, and the place of the need.
    with_figures : NDArray of bool, shape (needs,)
        For which of them shares are published.
    """

    def __init__(self, edges: Relations, horizon: Horizon) -> None:
        self.edges = edges
        self._every = edges.facts.nodes
        self.role_of_edge = _role_of_need(edges)
        serving = np.flatnonzero(_binds(edges, self.role_of_edge, horizon))
        serving, self.names, name = self._that_make_needs(serving)
        cloud, at = chips_of_lone_sites(edges, serving)
        owner = np.append(edges.start[serving], cloud)
        serving, name = np.append(serving, serving[at]), np.append(name, name[at])
        key = owner * max(len(self.names), 1) + name
        _, first, self.need = np.unique(key, return_index=True, return_inverse=True)
        self.of, self.name, self.begins = owner[first], name[first], serving[first]
        self.kind, self.role = edges.kind.numbers[self.begins].astype(np.int64), self.role_of_edge[self.begins]
        self._members = serving[np.argsort(self.need, kind="stable")]
        self._first = np.searchsorted(np.sort(self.need), np.arange(len(first) + 1))
        self.serving = serving
        link = self.need * len(self._every) + self._every.ranks[edges.end[serving]]
        _, by_end = np.unique(link, return_index=True)
        self.link_edge, self.link_need = serving[by_end], self.need[by_end]
        self.supplier = edges.end[self.link_edge]
        self.link_first = np.searchsorted(self.link_need, np.arange(len(first) + 1))
        self._begins = np.searchsorted(self.of, np.arange(len(self._every) + 1)).data
        self._named = self.name.data
        self._name = {name: at for at, name in enumerate(self.names)}
        self._places: dict[NeedKey, int | None] = {}
        self._alternatives: dict[int, Sequence[Edge]] = {}
        self._figures: dict[int, Mapping[str, EdgeFact]] = {}
        self.with_figures, self.with_later = map(self.any, self._usable())

    def __len__(self) -> int:
        return len(self.of)

    def key(self, place: int) -> NeedKey:
        """Return who needs, and the name of the need.

        Parameters
        ----------
        place : int
            Of the need, 0 to ``len(self) - 1``.
        """
        return self._every.ids[self.of[place]], self.names[self.name[place]]

    def place(self, key: NeedKey) -> int | None:
        """Return the place of a need, None where there is none.

        Parameters
        ----------
        key : tuple of str
            Who needs, and the name of the need.
        """
        if key not in self._places:
            name = self._name.get(key[1])
            self._places[key] = next((place for place in self.of_node(key[0]) if self._named[place] == name), None)
        return self._places[key]

    def of_node(self, node_id: str) -> range:
        """Return the places of the needs of a node, in the order of their names.

        Parameters
        ----------
        node_id : str
            Who needs; empty where it needs nothing.
        """
        node = self._every.number.get(node_id)
        return range(0) if node is None else range(self._begins[node], self._begins[node + 1])

    def links(self, place: int) -> range:
        """Return the places of a need's links, one a supplier.

        Parameters
        ----------
        place : int
            Of the need, 0 to ``len(self) - 1``.
        """
        return range(int(self.link_first[place]), int(self.link_first[place + 1]))

    def kind_of(self, link: int) -> EdgeKind:
        """Return the kind of the edge to a supplier.

        Parameters
        ----------
        link : int
            The place of the supplier among those of all needs.
        """
        return EDGE_KINDS[int(self.edges.kind.numbers[self.link_edge[link]])]

    def suppliers_of(self, place: int) -> list[str]:
        """Return the suppliers of a need, in the order of their ids.

        Parameters
        ----------
        place : int
            Of the need, 0 to ``len(self) - 1``.
        """
        here = self.supplier[self.link_first[place] : self.link_first[place + 1]]
        return [self._every.ids[end] for end in here.tolist()]

    def supplying(self, role: Role) -> frozenset[str]:
        """Return who supplies any need of a role.

        Parameters
        ----------
        role : Role
            Of needs.
        """
        named = self.supplier[self.role[self.link_need] == ROLES.index(role)]
        return frozenset(self._every.ids[node] for node in set(named.tolist()))

    def alternatives(self, place: int) -> Sequence[Edge]:
        """Return the edges of a need.

        Parameters
        ----------
        place : int
            Of the need, 0 to ``len(self) - 1``.
        """
        if place not in self._alternatives:
            self._alternatives[place] = tuple(self.edges[one] for one in self.members(place))
        return self._alternatives[place]

    def members(self, place: int) -> list[int]:
        """Return the places of the edges of a need among those of the day.

        Parameters
        ----------
        place : int
            Of the need, 0 to ``len(self) - 1``.
        """
        return self._members[self._first[place] : self._first[place + 1]].tolist()  # type: ignore[no-any-return]

    def figures(self, place: int) -> Mapping[str, EdgeFact]:
        """Return the published shares of a need, by supplier; those of one set (``share_set``).

        Parameters
        ----------
        place : int
            Of the need, 0 to ``len(self) - 1``.
        """
        if not self.with_figures[place]:
            return {}
        if place not in self._figures:
            figures = [self.edges.figures(edge) for edge in self.alternatives(place)]
            self._figures[place] = share_set(figures, self.edges.as_of)
        return self._figures[place]

    def figure_sets(self, place: int) -> list[dict[str, EdgeFact]]:
        """Return the published shares of a need of the day and before, one set after another (``share_sets``).

        Parameters
        ----------
        place : int
            Of the need, 0 to ``len(self) - 1``.
        """
        return share_sets([self.edges.figures(edge) for edge in self.alternatives(place)], self.edges.as_of)

    def later_figures(self, place: int) -> Mapping[str, EdgeFact]:
        """Return the first shares of a need that are of a day after this one, by supplier (``first_share_set``).

        Parameters
        ----------
        place : int
            Of the need, 0 to ``len(self) - 1``.
        """
        if not self.with_later[place]:
            return {}
        day = self.edges.as_of
        shares = [[claim for claim in edge.claims if claim.share is not None] for edge in self.alternatives(place)]
        return first_share_set([tuple(c for c in group if not usable_figure(c, day)) for group in shares], day)

    def any(self, of_edges: Bools) -> Bools:
        """Return for each need whether it is so of any of its edges.

        Parameters
        ----------
        of_edges : NDArray of bool, shape (edges that make a need,)
            Whether it is so of each, in the order of ``serving``.
        """
        return np.bincount(self.need, of_edges, len(self)) > 0

    def all(self, of_edges: Bools) -> Bools:
        """Return for each need whether it is so of all of its edges.

        Parameters
        ----------
        of_edges : NDArray of bool, shape (edges that make a need,)
            Whether it is so of each, in the order of ``serving``.
        """
        return ~self.any(~of_edges)

    def _that_make_needs(self, serving: Ints) -> tuple[Ints, list[str], Ints]:
        """Return the edges that make a need, the names of needs, and the place of the name of each edge's need."""
        edges, every = self.edges, self._every
        start, end = edges.start[serving], edges.end[serving]
        kind, need = edges.kind.take(serving), edges.need.take(serving)
        start_kind, start_subtype = every.kinds.take(start), every.subtypes.take(start)
        end_subtype = every.subtypes.take(end)
        operates = kind.array(lambda one: one is EdgeKind.OPERATES, bool)
        region = operates & end_subtype.array(is_region, bool)
        makes = together(makes_need, kind, start_kind, every.property("open_weights").take(start), end_subtype)
        standing = every.property("status").array(stands, bool)[end]
        # What a cloud sells in a country are its regions there: its other sites of that country are no alternatives.
        seat = np.full(len(every), -1)
        located = edges.of_kind(EdgeKind.LOCATED_IN)
        seat[edges.start[located.start : located.stop]] = edges.end[located.start : located.stop]
        there = start * (len(every) + 1) + seat[end]
        beside = operates & ~region & np.isin(there, there[region & ~edges.is_later[serving]])
        # What somebody only surmises, and of later days, is said of this one by nobody.
        confidence = edges.facts.claims.columns["confidence"]
        surmised = edges.is_later & ~edges.any(confidence.array(Confidence.SPECULATIVE.__ne__, bool))
        kept = np.flatnonzero(makes.array(bool, bool) & standing & ~beside & ~surmised[serving])
        named = together(name_of_need, kind, need, start_kind, start_subtype, end_subtype).take(kept)
        return serving[kept], sorted(set(named.values)), named.ranks()

    def _usable(self) -> tuple[Bools, Bools]:
        """Return of which edges a share is known on the day, and of which one that is measured later."""
        facts = self.edges.facts
        begun = facts.rivalry.measured <= self.edges.as_of.toordinal()
        return self.edges.any(facts.shared & begun)[self.serving], self.edges.any(facts.shared & ~begun)[self.serving]


def _role_of_need(edges: Relations) -> Ints:
    """Give the alternatives of a need one role, that which binds first: else a need would lose some of them sooner."""
    needing = np.flatnonzero(edges.need.array(bool, bool))
    key = edges.start[needing] * max(len(edges.need.values), 1) + edges.need.numbers[needing]
    _, need = np.unique(key, return_inverse=True)
    reach = np.array([list(Horizon).index(role.horizon) for role in ROLES])[edges.role[needing]]
    order = np.lexsort((-np.arange(len(needing)), reach, need))
    _, first = np.unique(need[order], return_index=True)
    roles = edges.role.copy()
    roles[needing] = edges.role[needing[order[first]]][need]
    return roles


def _binds(edges: Relations, roles: Ints, horizon: Horizon) -> Bools:
    reached = np.array([horizon.covers(role.horizon) for role in ROLES])[roles]
    place = edges.kind.array(lambda kind: kind in GEOGRAPHY, bool)
    found: Bools = reached & ~place & edges.need.array(bool, bool)
    return found
