"""The needs of a day as arrays: who needs what under which name, who can supply it, and whether the list is complete.

The rules are those of ``needs``, each asked once for each combination of what it goes by. A need that is divided by
more than the number of its suppliers is divided by itself (``division``).
"""

from collections.abc import Mapping, Sequence

import numpy as np
from numpy.typing import NDArray

from graph.budget import checked
from graph.facts.arrays import EDGE_KINDS, ROLES
from graph.facts.columns import together
from graph.facts.edges import Edge
from graph.facts.fact import Checked, EdgeFact
from graph.facts.nodes import Node
from graph.ontology import EDGE_TYPES, GEOGRAPHY, EdgeKind, Horizon, NodeKind, Role
from graph.supply.compute import DOUBTED, stands
from graph.supply.division import Division, Divisions, NeedKey
from graph.supply.needs import (
    BY_DESIGN,
    divides_the_market,
    goes_by_day,
    is_region,
    makes_need,
    name_of_need,
    of_its_nature,
    said_complete,
)
from graph.supply.relations import Ints, Relations
from graph.supply.shares import share_set

Bools = NDArray[np.bool_]


class Gathered:
    """The needs of a day at a horizon, control by countries left out.

    Parameters
    ----------
    nodes : Mapping[str, Node]
    edges : Relations
    horizon : Horizon

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
    closed : NDArray of bool
    link_first : NDArray of int64, shape (needs + 1,)
        Suppliers of need ``i`` are those from ``link_first[i]`` on, by id.
    supplier, link_edge : NDArray of int64, shape (links,)
        The number of the supplier, and the place of the edge to it.
    share, silent, unconfirmed : arrays, shape (links,)
    remainder : NDArray of float64, shape (needs,)
    divided : Mapping[int, Division]
        How needs are divided that are not divided into equal parts.
    """

    def __init__(self, nodes: Mapping[str, Node], edges: Relations, horizon: Horizon) -> None:
        self.nodes, self.edges = nodes, edges
        self._every = edges.facts.nodes
        self.role_of_edge = _role_of_need(edges)
        serving = np.flatnonzero(_binds(edges, self.role_of_edge, horizon))
        serving, self.names, name = self._that_make_needs(serving)
        key = edges.start[serving] * max(len(self.names), 1) + name
        self._keys, first, self._need = np.unique(key, return_index=True, return_inverse=True)
        self.of, self.name, self.begins = edges.start[serving[first]], name[first], serving[first]
        self.kind, self.role = edges.kind.numbers[self.begins].astype(np.int64), self.role_of_edge[self.begins]
        self._members = serving[np.argsort(self._need, kind="stable")]
        self._first = np.searchsorted(np.sort(self._need), np.arange(len(first) + 1))
        self._serving = serving
        link = self._need * len(self._every) + self._every.ranks[edges.end[serving]]
        _, by_end = np.unique(link, return_index=True)
        self.link_edge, self.link_need = serving[by_end], self._need[by_end]
        self.supplier = edges.end[self.link_edge]
        self.link_first = np.searchsorted(self.link_need, np.arange(len(first) + 1))
        self._name = {name: at for at, name in enumerate(self.names)}
        self._chosen: dict[int, Mapping[str, EdgeFact]] = {}
        self._with_figures = self._any(self._usable())
        self.closed = self._are_closed()
        self._divide()

    def __len__(self) -> int:
        return len(self.of)

    def key(self, place: int) -> NeedKey:
        """Return who needs, and the name of the need."""
        return self._every.ids[self.of[place]], self.names[self.name[place]]

    def place(self, key: NeedKey) -> int | None:
        """Return the place of a need, None where there is none."""
        node, name = self._every.number.get(key[0]), self._name.get(key[1])
        if node is None or name is None:
            return None
        wanted = node * len(self.names) + name
        place = int(np.searchsorted(self._keys, wanted))
        return place if place < len(self) and self._keys[place] == wanted else None

    def __contains__(self, key: NeedKey) -> bool:
        return self.place(key) is not None

    def __getitem__(self, key: NeedKey) -> Sequence[Edge]:
        return self.alternatives(self._required(key))

    def alternatives(self, place: int) -> list[Edge]:
        """Return the edges of a need."""
        return [self.edges[one] for one in self._members[self._first[place] : self._first[place + 1]].tolist()]

    def first_kind(self, key: NeedKey) -> EdgeKind:
        """Return the kind of the first edge of a need."""
        return EDGE_KINDS[int(self.kind[self._required(key)])]

    def suppliers(self, key: NeedKey) -> list[str]:
        """Return the alternatives of a need, in the order of their ids."""
        return self._ends(self._required(key))

    def chosen(self, key: NeedKey) -> Mapping[str, EdgeFact]:
        """Return the published shares of a need, by supplier."""
        return self._figures(self._required(key))

    def is_closed(self, key: NeedKey) -> bool:
        """Say whether the list of a need's suppliers is complete."""
        return bool(self.closed[self._required(key)])

    def because(self, place: int) -> str | None:
        """Return the proof that the list of suppliers is complete, None where there is none (methods A1e)."""
        if not self.closed[place]:
            return None
        if self._declared[place]:
            return said_complete(self.alternatives(place))
        if self._by_figures[place]:
            return divides_the_market(self._figures(place), set(self._ends(place)))
        kind = EDGE_KINDS[self.kind[place]]
        return BY_DESIGN if kind is EdgeKind.FABRICATED_WITH else of_its_nature(kind)

    def _required(self, key: NeedKey) -> int:
        place = self.place(key)
        if place is None:
            raise KeyError(key)
        return place

    def _ends(self, place: int) -> list[str]:
        here = self.supplier[self.link_first[place] : self.link_first[place + 1]]
        return [self._every.ids[end] for end in here.tolist()]

    def _figures(self, place: int) -> Mapping[str, EdgeFact]:
        if not self._with_figures[place]:
            return {}
        if place not in self._chosen:
            figures = [self.edges.figures(edge) for edge in self.alternatives(place)]
            self._chosen[place] = share_set(figures, self.edges.as_of)
        return self._chosen[place]

    def _that_make_needs(self, serving: Ints) -> tuple[Ints, list[str], Ints]:
        """Return the edges that make a need, the names of needs, and the place of the name of each edge's need."""
        edges, every = self.edges, self._every
        start, end = edges.start[serving], edges.end[serving]
        kind, need = edges.kind.take(serving), edges.need.take(serving)
        start_kind, start_subtype = every.kinds.take(start), every.subtypes.take(start)
        end_subtype = every.subtypes.take(end)
        operates = kind.array(lambda one: one is EdgeKind.OPERATES, bool)
        region = operates & end_subtype.array(is_region, bool)
        regional = np.zeros(len(every), bool)
        regional[start[region]] = True
        makes = together(makes_need, kind, start_kind, every.property("open_weights").take(start), end_subtype)
        by_day = together(goes_by_day, kind, end_subtype).array(bool, bool)
        held = edges.any(edges.facts.dated_from <= edges.as_of.toordinal())[serving]
        standing = every.property("status").array(stands, bool)[end]
        # What a cloud sells are its regions: where these are known, its other sites are no alternatives to them.
        beside = operates & regional[start] & ~region
        kept = np.flatnonzero(makes.array(bool, bool) & (held | ~by_day) & standing & ~beside)
        named = together(name_of_need, kind, need, start_kind, start_subtype, end_subtype).take(kept)
        return serving[kept], sorted(set(named.values)), named.ranks()

    def _usable(self) -> Bools:
        facts = self.edges.facts
        usable = self.edges.any(facts.shared & (facts.rivalry.measured <= self.edges.as_of.toordinal()))
        return usable[self._serving]

    def _any(self, of_edges: Bools) -> Bools:
        return np.bincount(self._need, of_edges, len(self)) > 0

    def _all(self, of_edges: Bools) -> Bools:
        return ~self._any(~of_edges)

    def _are_closed(self) -> Bools:
        """Return of which needs there is a proof that the list of suppliers is complete (``because``)."""
        edges, facts, serving = self.edges, self.edges.facts, self._serving
        self._declared = self._any(edges.any(facts.closed)[serving])
        self._by_figures = np.zeros(len(self), bool)
        for place in np.flatnonzero(self._with_figures & ~self._declared).tolist():
            figures = self._figures(place)
            self._by_figures[place] = divides_the_market(figures, set(self._ends(place))) is not None
        claims = facts.claims.columns
        doubted = self._any(edges.any(claims["confidence"].array(DOUBTED.__contains__, bool))[serving])
        looked_up = self._any(edges.any(~claims["checked"].array(Checked.RECALLED.__eq__, bool))[serving])
        designed = ~doubted & looked_up & (np.bincount(self._need, minlength=len(self)) == 1)
        fabricated = self.kind == EDGE_KINDS.index(EdgeKind.FABRICATED_WITH)
        named_after = np.array([self._every.number.get(name, -1) for name in self.names] or [-1], np.int64)
        each = np.array([EDGE_TYPES[kind].each_target_a_need for kind in EDGE_KINDS])[self.kind]
        own = np.array([EDGE_TYPES[kind].need for kind in EDGE_KINDS], object)[self.kind]
        name = np.array([*self.names, ""], object)[self.name]
        alone = self._all(edges.end[serving] == named_after[self.name[self._need]]) if len(self) else each
        again = self._all(
            (edges.kind.numbers[serving] == EDGE_KINDS.index(EdgeKind.DERIVED_FROM))
            & (self.role_of_edge[serving] == ROLES.index(Role.DESIGN))
        )
        complete = np.array([EDGE_TYPES[kind].complete for kind in EDGE_KINDS])[self.kind]
        by_nature = complete & ((name == own) | (each & alone)) & ~again
        closed: Bools = self._declared | self._by_figures | np.where(fabricated, designed, by_nature)
        return closed

    def _divide(self) -> None:
        """Divide each need: into equal parts, unless something is known that divides it otherwise."""
        suppliers = np.diff(self.link_first)
        self.share = 1.0 / suppliers[self.link_need] if len(self) else np.zeros(0)
        self.silent = np.ones(len(self.supplier), bool)
        self.unconfirmed = np.zeros(len(self.supplier), bool)
        self.remainder = np.zeros(len(self))
        self.divided: dict[int, Division] = {}
        divisions = Divisions(self.nodes, self, self.edges)
        apart = np.flatnonzero(self._may_be_unequal())
        for place in checked(apart[np.argsort(self.begins[apart], kind="stable")].tolist()):
            division = self.divided[place] = divisions.of(self.key(place))
            here = slice(self.link_first[place], self.link_first[place + 1])
            self.share[here] = [supplier.share for supplier in division.suppliers]
            self.silent[here] = [supplier.assumed for supplier in division.suppliers]
            self.unconfirmed[here] = [supplier.unconfirmed for supplier in division.suppliers]
            self.remainder[place] = division.remainder

    def _may_be_unequal(self) -> Bools:
        """Return of which needs the division may be another than into equal parts."""
        edges, serving = self.edges, self._serving
        kinds = edges.kind.numbers[serving]

        def only(*wanted: EdgeKind) -> Bools:
            return self._all(np.isin(kinds, [EDGE_KINDS.index(kind) for kind in wanted]))

        firm = edges.any(~edges.facts.claims.columns["confidence"].array(DOUBTED.__contains__, bool))[serving]
        products = np.zeros(len(self._every), bool)
        for kind, ends in ((EdgeKind.VARIANT_OF, edges.start), (EdgeKind.SHARE_OF, edges.end)):
            here = edges.of_kind(kind)
            products[ends[here.start : here.stop]] = True
        sites = self._every.kinds.take(edges.end[serving]).array(lambda kind: kind is NodeKind.FACILITY, bool)
        made = only(EdgeKind.SUPPLIED_BY) & (self._any(~firm) | self._all(sites) | products[self.of])
        computing = only(EdgeKind.HOSTS) | only(EdgeKind.RUNS_ON, EdgeKind.OPERATES)
        served = self.kind == EDGE_KINDS.index(EdgeKind.SERVED_BY)
        unequal: Bools = self._with_figures | made | computing | served
        return unequal


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
