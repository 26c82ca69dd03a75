"""The needs of a day, each with the shares of its suppliers, and whether the list of them is complete.

A need that is divided by more than the number of its suppliers is divided by itself (``division``).
"""

import math
from collections.abc import Collection, Mapping
from functools import cached_property
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from graph.budget import checked
from graph.facts.arrays import EDGE_KINDS, ROLES
from graph.facts.edges import Edge
from graph.facts.fact import Confidence, EdgeFact
from graph.facts.things import Existing
from graph.kept import Kept
from graph.ontology import EDGE_TYPES, EdgeKind, Horizon, NodeKind
from graph.supply.completeness import Completeness
from graph.supply.compute import DOUBTED, ComputePower
from graph.supply.current import past
from graph.supply.division import MAKING, Divisions
from graph.supply.grouping import Bools, Grouped
from graph.supply.relations import Relations
from graph.supply.still_made import of_still_made
from graph.supply.suppliers import ONE_THING, WHERE_KNOWN, Alternative, CountryPool, Division, NeedKey, taken_from

_HOSTS = EDGE_KINDS.index(EdgeKind.HOSTS)


class Gathered(Grouped):
    """The needs of a day at a horizon, control by countries left out.

    Parameters
    ----------
    nodes : Existing
        Those that existed.
    edges : Relations
        Of the day.
    horizon : Horizon
        Which needs bind.

    Attributes
    ----------
    closed : NDArray of bool, shape (needs,)
        Whether the list of suppliers is complete.
    """

    def __init__(self, nodes: Existing, edges: Relations, horizon: Horizon) -> None:
        super().__init__(edges, horizon)
        self.nodes, self.horizon = nodes, horizon
        self._light: dict[int, tuple[Alternative, ...]] = {}
        self._completeness = Completeness(self)
        self.closed = self._completeness.closed
        self._once = Kept(0, lambda _: 0)

    def edge(self, link: int) -> Edge:
        """Return the edge to a supplier, with the share that is used.

        Parameters
        ----------
        link : int
            The place of the supplier among those of all needs.
        """
        behind, need = int(self.link_edge[link]), int(self.link_need[link])
        division = self.division(need)
        part = division.suppliers[link - int(self.link_first[need])] if division else None
        figures = self.figures(need)
        stated = figures.get(part.id) if part and not part.assumed else None
        fields = {
            "start": self._every.ids[self.of[need]], "need": self.names[self.name[need]],
            "share": part.share if part else 1.0 / len(self.links(need)),
            "assumed": part.assumed if part else True, "role": ROLES[self.role_of_edge[behind]],
            "share_basis": None if stated else self._taken_from(need, division, link, figures),
        }  # fmt: skip
        return self.edges.facts.with_share(self.edges[behind], fields, stated)

    def _taken_from(self, need: int, division: Division | None, link: int, figures: Mapping[str, EdgeFact]) -> str:
        if EDGE_TYPES[EDGE_KINDS[int(self.kind[need])]].each_target_a_need and len(self.links(need)) == 1:
            return ONE_THING
        supplier = self._every.ids[int(self.supplier[link])]
        by_size = division is not None and WHERE_KNOWN in (division.basis or "")
        sized = not by_size or self._powers(need).get(supplier) is not None
        return taken_from(division, supplier, figures, len(self.links(need)), sized=sized)

    def _powers(self, need: int) -> Mapping[str, float | None]:
        """Return how much computing power is known behind each supplier of a need."""
        power = self._once.get("power", lambda: ComputePower(self.nodes, self.edges))
        return self._once.get(("powers", need), lambda: power.powers(self.key(need), self[self.key(need)]))

    def is_guess(self, link: int) -> bool:
        """Say whether a supplier is only said to be one by speculation, in dispute, or of later days.

        Parameters
        ----------
        link : int
            The place of the supplier among those of all needs.
        """
        return bool(self._doubts[1][self.link_edge[link]])

    def because(self, place: int) -> str | None:
        """Return the proof that the list of suppliers is complete, None where there is none (methods A1e).

        Parameters
        ----------
        place : int
            Of the need.
        """
        return self._completeness.because(place)

    def __contains__(self, key: NeedKey) -> bool:
        return self.place(key) is not None

    def __getitem__(self, key: NeedKey) -> tuple[Alternative, ...]:
        place = self._required(key)
        if place not in self._light:
            self._light[place] = tuple(map(self._alternative, self.members(place)))
        return self._light[place]

    def _alternative(self, edge: int) -> Alternative:
        doubted, unconfirmed, disputed, later = *self._doubts, bool(self.edges.is_later[edge])
        best = int(self.edges.rows[self.edges.first[edge]])
        quantity = float(self.edges.facts.quantity[best])
        return Alternative(
            EDGE_KINDS[int(self.edges.kind.numbers[edge])], self._every.ids[int(self.edges.end[edge])],
            None if math.isnan(quantity) else quantity, later or bool(doubted[best]), bool(unconfirmed[edge]),
            bool(disputed[best]), later,
        )  # fmt: skip

    @cached_property
    def _doubts(self) -> tuple[Bools, Bools, Bools]:
        """Which claims are doubted, which edges have no others or are of later days, which claims are disputed."""
        confidence = self.edges.facts.claims.columns["confidence"]
        doubted, disputed = (confidence.array(some.__contains__, bool) for some in (DOUBTED, {Confidence.DISPUTED}))
        return doubted, ~self.edges.any(~doubted) | self.edges.is_later, disputed

    def first_kind(self, key: NeedKey) -> EdgeKind:
        """Return the kind of the first edge of a need.

        Parameters
        ----------
        key : tuple of str
            Who needs, and the name of the need.
        """
        return EDGE_KINDS[int(self.kind[self._required(key)])]

    def suppliers(self, key: NeedKey) -> list[str]:
        """Return the suppliers of a need, in the order of their ids.

        Parameters
        ----------
        key : tuple of str
            Who needs, and the name of the need.
        """
        return self.suppliers_of(self._required(key))

    def chosen(self, key: NeedKey) -> Mapping[str, EdgeFact]:
        """Return the published shares of a need, by supplier.

        Parameters
        ----------
        key : tuple of str
            Who needs, and the name of the need.
        """
        return self.figures(self._required(key))

    def ever_published(self, key: NeedKey) -> list[Mapping[str, EdgeFact]]:
        """Return all sets of published shares of a need, the preferred first, the first of later days last.

        Parameters
        ----------
        key : tuple of str
            Who needs, and the name of the need.
        """
        later = self.later(key)
        return [*self.figure_sets(self._required(key)), *([later] if later else [])]

    def later(self, key: NeedKey) -> Mapping[str, EdgeFact]:
        """Return the first shares of a need that are of a later day, by supplier.

        Parameters
        ----------
        key : tuple of str
            Who needs, and the name of the need.
        """
        return self.later_figures(self._required(key))

    def is_closed(self, key: NeedKey) -> bool:
        """Say whether the list of a need's suppliers is complete.

        Parameters
        ----------
        key : tuple of str
            Who needs, and the name of the need.
        """
        return bool(self.closed[self._required(key)])

    def _required(self, key: NeedKey) -> int:
        place = self.place(key)
        if place is None:
            raise KeyError(key)
        return place

    def division(self, place: int) -> Division | None:
        """Return how a need is divided, None where it is into equal parts of which no source states any.

        Parameters
        ----------
        place : int
            Of the need.
        """
        return self._divided(int(self.kind[place])).get(place)

    def owning(self, node_ids: Collection[str]) -> frozenset[int]:
        """Return the places of the needs that owners of some things supply.

        Parameters
        ----------
        node_ids : collection of str
            Those that are owned.
        """
        owners = EDGE_KINDS.index(EdgeKind.PART_OF)
        return frozenset(at for i in node_ids for at in self.of_node(i) if int(self.kind[at]) == owners)

    @property
    def pools(self) -> Mapping[int, tuple[CountryPool, ...]]:
        """What the makers of countries have together, by the place of the need; of needs of which that is stated."""
        divided = self._divided(EDGE_KINDS.index(EdgeKind.SUPPLIED_BY))
        return {place: division.pools for place, division in divided.items() if division.pools}

    @property
    def shares(self) -> "NeedShares":
        """How all needs are divided, as arrays."""
        return self._once.get("shares", self._shares)

    def _shares(self) -> "NeedShares":
        suppliers = np.diff(self.link_first)
        share = 1.0 / suppliers[self.link_need] if len(self) else np.zeros(0)
        silent, remainder = np.ones(len(self.supplier), bool), np.zeros(len(self))
        for kind in np.unique(self.kind).tolist():
            for place, division in self._divided(kind).items():
                here = slice(self.link_first[place], self.link_first[place + 1])
                share[here] = [supplier.share for supplier in division.suppliers]
                silent[here] = [supplier.assumed for supplier in division.suppliers]
                remainder[place] = division.remainder
        return NeedShares(share, silent, remainder)

    def _divided(self, kind: int) -> Mapping[int, Division]:
        """Return the divisions of needs of one kind: many questions ask for few kinds, and none rests on another."""
        return self._once.get(("divided", kind), lambda: self._divide(self.kind == kind))

    def _divide(self, asked: Bools) -> Mapping[int, Division]:
        divisions = Divisions(self.nodes, self, self.edges)
        apart = np.flatnonzero(self._unequal & asked)
        in_order = apart[np.argsort(self.begins[apart], kind="stable")].tolist()
        found = {place: divisions.of(self.key(place)) for place in checked(in_order)}
        hosting = [place for place in found if self.kind[place] == _HOSTS and self.horizon is not Horizon.RUN]
        gone = past(self.nodes, self.edges.as_of) if hosting else frozenset()
        return found | {place: of_still_made(found[place], gone) for place in hosting}

    @cached_property
    def _unequal(self) -> Bools:
        """Return of which needs the division may be another than into equal parts."""
        edges, serving = self.edges, self.serving
        kinds = edges.kind.numbers[serving]

        def only(*wanted: EdgeKind) -> Bools:
            return self.all(np.isin(kinds, [EDGE_KINDS.index(kind) for kind in wanted]))

        products = np.zeros(len(self._every), bool)
        for kind, ends in ((EdgeKind.VARIANT_OF, edges.start), (EdgeKind.SHARE_OF, edges.end)):
            here = edges.of_kind(kind)
            products[ends[here.start : here.stop]] = True
        sites = self._every.kinds.take(edges.end[serving]).array(lambda kind: kind is NodeKind.FACILITY, bool)
        made = only(EdgeKind.SUPPLIED_BY) & (self.all(sites) | products[self.of])
        guessed = (only(*MAKING) & self.any(self._doubts[1][serving])) | self.any(edges.is_later[serving])
        computing = only(EdgeKind.HOSTS) | only(EdgeKind.RUNS_ON, EdgeKind.OPERATES)
        said = np.isin(self.kind, [EDGE_KINDS.index(kind) for kind in (EdgeKind.SERVED_BY, EdgeKind.USES)])
        unequal: Bools = self.with_figures | self.with_later | made | guessed | computing | said
        return unequal


class NeedShares(NamedTuple):
    """How needs are divided.

    Attributes
    ----------
    share : NDArray of float64, shape (links,)
        Each supplier's part of the need.
    silent : NDArray of bool, shape (links,)
        Whether no source states the share.
    remainder : NDArray of float64, shape (needs,)
        Share of suppliers that nobody named.
    """

    share: NDArray[np.float64]
    silent: Bools
    remainder: NDArray[np.float64]
