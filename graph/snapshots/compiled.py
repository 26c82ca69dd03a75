"""The needs of a day and control by countries, put together as arrays; needs and edges are made when asked for."""

from collections.abc import Iterator, Mapping, Sequence
from functools import cached_property
from itertools import chain
from typing import NamedTuple, overload

import numpy as np

from graph.budget import checked
from graph.facts.arrays import EDGE_KINDS, ROLES
from graph.facts.edges import Edge
from graph.facts.nodes import Node
from graph.ontology import EDGE_TYPES, EdgeKind
from graph.snapshots.and_or_graph import AndOrGraph
from graph.snapshots.arrays import IntArray, distinct
from graph.snapshots.countries_parts import pooled_needs, with_countries
from graph.snapshots.positions import Positions
from graph.supply.control import OPERATOR, Control
from graph.supply.gathering import Gathered
from graph.supply.needs import Need
from graph.supply.suppliers import Supplier

DependencyKey = tuple[str, str, str]
"""Dependent, need and supplier."""


class Compiled:
    """All needs of a snapshot, by who needs and name.

    Parameters
    ----------
    nodes : Mapping[str, Node]
        Those that existed.
    gathered : Gathered
        Who needs what, without control.
    control : sequence of Need
        By countries and by who runs a site, in the order of the nodes.
    lens : Control
        Who controls what. Who stands where his sites do needs no owner.

    Attributes
    ----------
    origin : NDArray of int64, shape (needs,)
        The place of each need in ``gathered``, or, counted on from its last one, in ``control``.
    link_origin : NDArray of int64, shape (links,)
        The place of each link among those of ``gathered``, or, counted on from its last one, of ``control``; else -1.
    dropped : frozenset of int
        Needs of ``gathered`` that the lens does not count.
    needs, links : int
        How many there are; those behind them say a second time who controls an operator, or who makes a country's part.
    positions : Positions
        Of the nodes in the arrays.
    arrays : AndOrGraph
        The same as arrays.
    """

    def __init__(self, nodes: Mapping[str, Node], gathered: Gathered, control: Sequence[Need], lens: Control) -> None:
        self.gathered, self.control = gathered, control
        self.positions = positions = Positions(nodes, gathered, control, lens)
        self.dropped = gathered.owning(lens.placed)
        ranked = {name: rank for rank, name in enumerate(sorted({*gathered.names, *(need.need for need in control)}))}
        names = np.array([ranked[name] for name in gathered.names], np.int64)[gathered.name]
        name = np.append(names, np.array([ranked[need.need] for need in control], np.int64))
        owner = np.append(positions.owners, [positions.index[need.of] for need in control]).astype(np.int64)
        again = np.array([*positions.controlling_again()], np.int64).reshape(-1, 2)
        counted = ~np.isin(np.arange(len(owner)), list(self.dropped))
        again = again[counted[again[:, 0]]]
        origin = np.append(np.flatnonzero(counted), again[:, 0])
        owner = np.append(owner[counted], again[:, 1])
        order = np.lexsort((name[origin], owner))
        self.origin = origin[order]
        self.needs = len(order) - len(again)
        arrays, link_origin = self._arrays(owner[order])
        self.links = int(arrays.first[self.needs])
        added = with_countries(arrays, pooled_needs(self.origin, gathered, positions))
        self.arrays = added.arrays
        self.origin = np.append(self.origin, self.origin[added.divided])
        self.link_origin: IntArray = np.append(link_origin, -1)[added.link_origin]

    @cached_property
    def _controlling(self) -> list[Supplier]:
        return [supplier for need in self.control for supplier in need.suppliers]

    def _arrays(self, owner: IntArray) -> tuple[AndOrGraph, IntArray]:
        gathered, control, positions = self.gathered, self.control, self.positions
        countries = [positions.index[one.id] for one in self._controlling]
        lengths = np.append(np.diff(gathered.link_first), [len(need.suppliers) for need in control]).astype(np.int64)
        begins = np.append(0, np.cumsum(lengths))[:-1][self.origin]
        lengths = lengths[self.origin]
        first = np.append(0, np.cumsum(lengths))
        links = np.arange(first[-1]) + np.repeat(begins - first[:-1], lengths)
        counts = (self.origin < len(gathered)) & (np.arange(len(owner)) < self.needs)
        size = len(positions.ids)
        runs = np.array([need.need == OPERATOR for need in control], bool)
        undivided = np.append(np.zeros(len(gathered), bool), runs)[self.origin]
        supplier = np.append(positions.place[gathered.supplier], countries).astype(np.int64)[links]
        stands = np.arange(len(positions.index))
        stands[[positions.index[firm] for firm in positions.operators]] = list(positions.operators.values())
        owned = np.append(positions.owned, np.zeros(len(control), bool))[self.origin]
        as_operator = np.repeat(undivided | owned | (np.arange(len(owner)) >= self.needs), lengths)
        per_owner = np.bincount(owner[counts], minlength=size)
        none, plain = np.zeros(len(control), bool), np.zeros(len(owner), bool)
        maker = np.array([EDGE_TYPES[kind].maker for kind in EDGE_KINDS])[gathered.kind]
        found = AndOrGraph(
            size=size,
            owner=owner,
            first=first,
            supplier=np.where(as_operator, stands[supplier], supplier),
            share=np.append(gathered.shares.share, [one.share for one in self._controlling])[links],
            remainder=np.append(gathered.shares.remainder, [need.remainder for need in control])[self.origin],
            closed=np.append(gathered.closed, np.array([need.closed for need in control], bool))[self.origin],
            weight=np.where(counts, 1.0 / np.maximum(per_owner[owner], 1), 0.0),
            silent=np.append(gathered.shares.silent, np.array([one.assumed for one in self._controlling], bool))[links],
            maker=np.append(maker, none)[self.origin],
            any_one=plain,
            like_the_worst=plain.copy(),
            undivided=undivided,
        )
        return found, links

    def need(self, place: int) -> Need:
        """Return a need.

        Parameters
        ----------
        place : int
            Position among the needs of the snapshot, those of the lens included.
        """
        origin, gathered = int(self.origin[place]), self.gathered
        if origin >= len(gathered):
            return self.control[origin - len(gathered)]
        of, name = gathered.key(origin)
        division = gathered.division(origin)
        return Need(
            of=of,
            need=name,
            role=ROLES[gathered.role[origin]],
            suppliers=division.suppliers if division else self._equal_parts(origin),
            remainder=division.remainder if division else 0.0,
            closed=bool(gathered.closed[origin]),
            closed_because=gathered.because(origin),
            maker=EDGE_TYPES[EDGE_KINDS[gathered.kind[origin]]].maker,
            basis=division.basis if division else None,
            period=division.period if division else None,
            known=division.known if division else None,
            pools=division.pools if division else (),
        )

    def _equal_parts(self, origin: int) -> tuple[Supplier, ...]:
        gathered = self.gathered
        suppliers = gathered.suppliers_of(origin)
        return tuple(Supplier(supplier, 1.0 / len(suppliers), True) for supplier in suppliers)


class ClaimsBehind(NamedTuple):
    """The claims that links rest on, by their places; no edge is made to find them.

    ``best`` has the one that is used of each link, ``every`` their rivals too; of how many links no source states the
    share, how many are derived, and how many only known of later days.
    """

    best: IntArray
    every: IntArray
    assumed: int
    derived: int
    later: int


class Needs(Sequence[Need]):
    """The needs of a snapshot, in the order of ``arrays.owner``; each once.

    A place behind the last one is that of a need which the arrays have a second time, of an operator.

    Parameters
    ----------
    compiled : Compiled
        Each need is made of it when it is asked for, and kept.
    """

    def __init__(self, compiled: Compiled) -> None:
        self._compiled = compiled
        self._made: dict[int, Need] = {}

    def __len__(self) -> int:
        return self._compiled.needs

    @property
    def made(self) -> int:
        """How many have been asked for."""
        return len(self._made)

    def __iter__(self) -> Iterator[Need]:
        return (self[place] for place in checked(range(len(self)), "needs"))

    @overload
    def __getitem__(self, at: int) -> Need: ...

    @overload
    def __getitem__(self, at: slice) -> list[Need]: ...

    def __getitem__(self, at: int | slice) -> Need | list[Need]:
        if isinstance(at, slice):
            return [self[one] for one in range(*at.indices(len(self)))]
        place = int(at) + len(self) if at < 0 else int(at)
        if not 0 <= place < len(self._compiled.origin):
            raise IndexError(at)
        made = self._made.get(place)
        return made if made is not None else self._made.setdefault(place, self._compiled.need(place))


class DependencyEdges(Mapping[DependencyKey, Edge]):
    """The edge behind each (dependent, need, supplier), with the share that is used.

    Two kinds of edge that link the same pair for the same need are one alternative.

    Parameters
    ----------
    compiled : Compiled
        Each edge is made of it when it is asked for, and kept.
    control : Control
        Has the edges behind needs that stand for control.
    """

    def __init__(self, compiled: Compiled, control: Control) -> None:
        self._gathered, self._control = compiled.gathered, control
        self._controlling = {(need.of, need.need): need for need in compiled.control}
        self._links, self._dropped = compiled.links, compiled.dropped
        self._origin = compiled.link_origin
        self._controlled = [(need.of, one.id, one.assumed) for need in compiled.control for one in need.suppliers]
        self._made: dict[DependencyKey, Edge] = {}

    def __len__(self) -> int:
        return self._links

    @property
    def made(self) -> int:
        """How many have been asked for."""
        return len(self._made)

    def __iter__(self) -> Iterator[DependencyKey]:
        gathered = self._gathered
        ids = gathered.edges.facts.nodes.ids
        for place in checked(np.argsort(gathered.begins, kind="stable").tolist(), "needs"):
            if place in self._dropped:
                continue
            of, name = gathered.key(place)
            for node in gathered.supplier[gathered.link_first[place] : gathered.link_first[place + 1]].tolist():
                yield of, name, ids[node]
        for need in self._controlling.values():
            for supplier in need.suppliers:
                yield need.of, need.need, supplier.id

    def __getitem__(self, key: DependencyKey) -> Edge:
        made = self._made.get(key)
        return made if made is not None else self._made.setdefault(key, self._edge(key))

    def claims_behind(self, links: IntArray) -> ClaimsBehind:
        """Return the claims that some links rest on.

        Parameters
        ----------
        links : NDArray of int64
            Their places among the links of ``Snapshot.arrays``.
        """
        gathered, edges = self._gathered, self._gathered.edges
        origin, named = self._origin[links], len(gathered.supplier)
        here, control = origin[(origin >= 0) & (origin < named)], origin[origin >= named] - named
        of_edges = gathered.link_edge[here]
        trails = [self._control.behind(*self._controlled[at][:2]) for at in control.tolist()]
        alone = np.array([trail[0] for trail in trails if len(trail) == 1], np.int64)
        first = np.append(of_edges, np.array([trail[0] for trail in trails], np.int64))
        whole = np.concatenate([of_edges, alone, self._parts_of_countries(here)])
        rivals = [edges.rows[edges.first[edge] : edges.first[edge + 1]] for edge in distinct(whole).tolist()]
        best, later = edges.rows[edges.first[first]], int(edges.is_later[first].sum())
        silent = int(gathered.shares.silent[here].sum()) + sum(self._controlled[at][2] for at in control.tolist())
        return ClaimsBehind(best, distinct(np.concatenate([best, *rivals])), silent, len(trails) - len(alone), later)

    def _parts_of_countries(self, links: IntArray) -> IntArray:
        """Return the edges that say what countries have of the needs that some links are of, as their places."""
        gathered = self._gathered
        pooled = [need for need in distinct(gathered.link_need[links]).tolist() if need in gathered.pools]
        stated = [gathered.edges.entering(int(gathered.of[need]), EdgeKind.SHARE_OF) for need in pooled]
        return np.array(list(chain.from_iterable(stated)), np.int64)

    def _edge(self, key: DependencyKey) -> Edge:
        of, name, supplier = key
        if need := self._controlling.get((of, name)):
            shares = {one.id: one.share for one in need.suppliers}
            if supplier in shares:
                return self._control.edge(of, supplier, shares[supplier], need.basis)
        gathered = self._gathered
        place = gathered.place((of, name))
        if place is None or place in self._dropped:
            raise KeyError(key)
        number = gathered.edges.facts.nodes.number.get(supplier)
        for link in gathered.links(place):
            if gathered.supplier[link] == number:
                return gathered.edge(link)
        raise KeyError(key)
