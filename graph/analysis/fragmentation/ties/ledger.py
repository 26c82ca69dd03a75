"""What the ties of one layer are gathered in: who rests on whom, how much, and what is not known."""

from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from functools import cached_property
from itertools import chain, compress, islice

import numpy as np

from graph.analysis.fragmentation.ties.dating import Undated
from graph.analysis.fragmentation.ties.entries import ROW, Entry, Split, Supplied, Tie, TieRows, splits_of
from graph.fact_base import FactBase
from graph.facts.edges import Edge
from graph.kept import Shared
from graph.ontology import EdgeKind
from graph.snapshots.arrays import BoolArray
from graph.snapshots.snapshot import Snapshot

ENTRIES = 20_000
"""Entries that a graph remembers, some four kilobytes each: 59 months of all layers have 4,000 that differ."""


@dataclass
class Ledger:
    """Ties and gaps of one layer.

    Attributes
    ----------
    graph : FactBase
        Of the ties: it remembers entries, so that days share those that are the same.
    entries : list of Entry
        One for each dependent, in the order of recording.
    known : BoolArray or None
        Which ties of the entries are known, one after another; None where all are.
    unnamed : dict
        Country -> amount that goes to suppliers whom no source names.
    silent : dict
        Country -> amount of dependents of whose suppliers nothing is known at all.
    undated : dict
        Country -> the part of it that is known on later days, and that no source dates.
    unplaced : float
        Amount of those that belong to no known country.
    units : list of (countries, bool)
        Each dependent: where it belongs, and whether a supplier of it is known; one that is supposed is not.
    assumptions : list of str
        What gathering took for granted, in sentences.
    """

    graph: FactBase
    entries: list[Entry] = field(default_factory=list)
    known: BoolArray | None = None
    unnamed: dict[str, float] = field(default_factory=dict)
    silent: dict[str, float] = field(default_factory=dict)
    undated: dict[str, float] = field(default_factory=dict)
    unplaced: float = 0.0
    units: list[tuple[frozenset[str], bool]] = field(default_factory=list)
    assumptions: list[str] = field(default_factory=list)

    def record(
        self, countries: Mapping[str, float], dependent: str, amount: float, supplied: Sequence[Supplied]
    ) -> None:
        """Note what one dependent rests on.

        Parameters
        ----------
        countries, dependent, amount, supplied
            As of an ``Entry``. Suppliers between whom no source divides a dependent are recorded together.
        """
        key = (tuple(countries.items()), dependent, amount, tuple(supplied))
        entry = self._shared.get(key, lambda: Entry(self.graph, countries, dependent, amount, key[-1]))
        self.entries.append(entry)
        self.units.append(entry.unit)
        self.unplaced += entry.unplaced
        for country, part in entry.silent:
            self.silent[country] = self.silent.get(country, 0.0) + part
        for country, part in entry.unnamed:
            self.unnamed[country] = self.unnamed.get(country, 0.0) + part

    @cached_property
    def _shared(self) -> Shared:
        return self.graph.kept.get("entries", lambda: Shared(ENTRIES))

    @property
    def nbytes(self) -> int:
        """Bytes that are its own: entries are the graph's."""
        return len(self.entries) * 32 + self.rows.nbytes

    @property
    def ties(self) -> list[Tie]:
        """The ties that are known, one for each dependent, country and supplier."""
        return list(chain.from_iterable(self._known))

    @cached_property
    def rows(self) -> TieRows:
        """The same as rows of an array, once everything is recorded."""
        every = np.frombuffer(b"".join([entry.rows for entry in self.entries]), ROW)
        return every if self.known is None else every[self.known]

    @property
    def splits(self) -> Iterator[Split]:
        """Which amounts are central values only."""
        each = zip(self.entries, self._known, strict=True)
        return chain.from_iterable(one.splits if ties is one.ties else splits_of(ties) for one, ties in each)

    @cached_property
    def _known(self) -> list[tuple[Tie, ...]]:
        """What is known of each entry: its own ties where that is all of them."""
        if self.known is None:
            return [entry.ties for entry in self.entries]
        known = iter(self.known.tolist())
        left = [tuple(compress(entry.ties, islice(known, len(entry.ties)))) for entry in self.entries]
        return [one.ties if len(ties) == len(one.ties) else ties for one, ties in zip(self.entries, left, strict=True)]

    @property
    def counts(self) -> Counter[str]:
        """How many ties of each country are known."""
        ids, count = self.graph.nodes.ranked, np.bincount(self.rows["country"])
        return Counter({ids[rank]: int(count[rank]) for rank in np.flatnonzero(count).tolist()})

    def of(self, countries: Collection[str]) -> BoolArray:
        """Return which of the ties that are known are of some countries.

        Parameters
        ----------
        countries : Collection[str]
            Ids.
        """
        nodes = self.graph.nodes
        chosen = np.zeros(len(nodes), bool)
        chosen[[nodes.ranks[nodes.number[country]] for country in countries if country in nodes]] = True
        found: BoolArray = chosen[self.rows["country"]]
        return found

    def datasets(self, countries: Collection[str]) -> frozenset[str]:
        """Return the data sets that the ties of some countries rest on.

        Parameters
        ----------
        countries : Collection[str]
            Ids.
        """
        entries, ties = self._of(countries)
        others = {edge.claim.source.dataset for tie in ties for edge in tie.edges}
        return frozenset(others).union(*{entry.datasets for entry in entries})

    def edges(self, countries: Collection[str]) -> dict[Edge, None]:
        """Return the edges that the ties of some countries rest on, once each.

        Parameters
        ----------
        countries : Collection[str]
            Ids.
        """
        entries, ties = self._of(countries)
        every = chain((tie.edges for tie in ties), (entry.edges for entry in entries))
        return dict.fromkeys(chain.from_iterable(every))

    def _of(self, countries: Collection[str]) -> tuple[list[Entry], list[Tie]]:
        """Return the entries of some countries of which all is known, and what is known of the others."""
        chosen = frozenset(countries)
        each = zip(self.entries, self._known, strict=True)
        there = [(one, ties) for one, ties in each if not chosen.isdisjoint(one.unit[0])]
        some = (ties for one, ties in there if ties is not one.ties)
        whole = [one for one, ties in there if ties is one.ties]
        return whole, [tie for tie in chain.from_iterable(some) if tie.country in chosen]

    def among(self, countries: Collection[str]) -> "Ledger":
        """Return the ties and gaps of some countries.

        Parameters
        ----------
        countries : Collection[str]
            Ids. What is unplaced is of no country, and dropped.
        """
        chosen = frozenset(countries)
        return Ledger(
            graph=self.graph,
            entries=self.entries,
            known=_within(self.known, self.of(chosen)),
            unnamed={country: amount for country, amount in self.unnamed.items() if country in chosen},
            silent={country: amount for country, amount in self.silent.items() if country in chosen},
            undated={country: amount for country, amount in self.undated.items() if country in chosen},
            units=[unit for unit in self.units if unit[0] & chosen],
            assumptions=self.assumptions,
        )

    def known_on(self, day: date, undated: Undated) -> "Ledger":
        """Return the ledger with the ties that are not known to hold on a day among what nothing is known of.

        Parameters
        ----------
        day : date
            A tie has to be known to hold on it; else its amount becomes silent and undated.
        undated : Undated
            From publication: an edge without a date holds from its source's publication. Always: on every day. Never:
            on none.
        """
        if undated is Undated.ALWAYS:
            return self
        since = self.rows["published" if undated is Undated.FROM_PUBLICATION else "stated"]
        begun = since <= day.toordinal()
        if begun.all():
            return self
        missing, gone = dict(self.silent), dict(self.undated)
        for tie in compress(self.ties, (~begun).tolist()):
            missing[tie.country] = missing.get(tie.country, 0.0) + tie.amount
            gone[tie.country] = gone.get(tie.country, 0.0) + tie.amount
        return replace(self, known=_within(self.known, begun), silent=missing, undated=gone)


def _within(known: BoolArray | None, some: BoolArray) -> BoolArray:
    """Return which of all ties are some of those that are known."""
    if known is None:
        return some
    every = known.copy()
    every[known] = some
    return every


def outgoing(snapshot: Snapshot, node_id: str, kind: EdgeKind) -> list[Edge]:
    """Return the edges of a kind that start at a node.

    Parameters
    ----------
    snapshot : Snapshot
        One preferred claim stands for each relation.
    node_id : str
        Where the edges start.
    kind : EdgeKind
        Edges of other kinds are left out.
    """
    return snapshot.edges.out(node_id, kind)


def incoming(snapshot: Snapshot, node_id: str, kind: EdgeKind) -> list[Edge]:
    """Return the edges of a kind that end at a node.

    Parameters
    ----------
    snapshot : Snapshot
        One preferred claim stands for each relation.
    node_id : str
        Where the edges end.
    kind : EdgeKind
        Edges of other kinds are left out.
    """
    return snapshot.edges.into(node_id, kind)


def in_equal_parts(suppliers: Iterable[tuple[str, tuple[Edge, ...]]]) -> list[Supplied]:
    """Split a dependent equally over all its suppliers; between several the split is an assumption.

    Parameters
    ----------
    suppliers : Iterable[tuple[str, tuple[Edge, ...]]]
        Each with the edges that lead to it; n suppliers have 1/n each. Empty gives nothing.
    """
    listed = list(suppliers)
    split = "all" if len(listed) > 1 else ""
    return [Supplied(supplier, 1 / len(listed), edges, split) for supplier, edges in listed]


def through_needs(snapshot: Snapshot, node_id: str, kind: EdgeKind, *, stated: bool = False) -> list[Supplied]:
    """Return the suppliers of a node's needs of one kind, each need with the same weight.

    Where all of them are only known of later days, each has an equal part, for ``dating`` to judge: a need counts
    nothing for them.

    Parameters
    ----------
    snapshot : Snapshot
        Its needs are those that bind at its horizon.
    node_id : str
        Whose needs; of k needs of the kind each counts 1/k.
    kind : EdgeKind
        A need is of the kind of its links; links of other kinds are left out.
    stated : bool
        Only shares that a source states: where one supplier is known to be used, an equal split would make it
        the only one.
    """
    gathered = snapshot.gathered
    of_kind = [
        (need, links)
        for need in gathered.of_node(node_id)
        if (links := [link for link in gathered.links(need) if gathered.kind_of(link) is kind])
    ]
    found = []
    for need, links in of_kind:
        name, closed = f"{node_id} {gathered.key(need)[1]}", bool(gathered.closed[need])
        later = bool(gathered.edges.is_later[gathered.link_edge[links]].all())
        for edge in map(gathered.edge, links):
            if not (stated and edge.assumed):
                part = (1 / len(links) if later else edge.share or 0.0) / len(of_kind)
                found.append(Supplied(edge.end, part, (edge,), name if edge.assumed else "", closed))
    return found
