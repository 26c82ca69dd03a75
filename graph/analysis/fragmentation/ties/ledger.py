"""What the ties of one layer are gathered in: who rests on whom, how much, and what is not known."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import NamedTuple

from graph.budget import checked
from graph.facts.edges import Edge
from graph.ontology import EdgeKind
from graph.snapshots.snapshot import Snapshot

NEGLIGIBLE = 1e-9
"""A rest below this is rounding, not an unnamed supplier."""


class Supplied(NamedTuple):
    """One supplier of one dependent, with its share of what the dependent rests on.

    ``split`` names the silent suppliers that it shares with: between them no source states who has how much, so that
    each may have all or nothing of what they have together (``share`` is the central value). ``shut``: nobody else may
    have any of it. Empty where the share is stated, or one by the meaning of the tie. Without ``edges`` the supplier is
    *supposed*: no source says that it supplies anything, and somebody else may have all of it.
    """

    supplier: str
    share: float
    edges: tuple[Edge, ...]
    split: str = ""
    shut: bool = True

    @property
    def assumed(self) -> bool:
        """Whether no source states the share."""
        return bool(self.split) or self.supposed

    @property
    def supposed(self) -> bool:
        """Whether no source says that it supplies anything."""
        return not self.edges


class Tie(NamedTuple):
    """A country rests on a supplier, through something that stands in it or belongs to it.

    ``amount`` is in the unit of the layer (one for each dependent, or H100-equivalents).
    """

    country: str
    dependent: str
    supplier: str
    amount: float
    edges: tuple[Edge, ...]
    split: str = ""
    shut: bool = True

    @property
    def assumed(self) -> bool:
        """Whether no source states how much of the dependent this supplier has."""
        return bool(self.split) or self.supposed

    @property
    def supposed(self) -> bool:
        """Whether no source says that the supplier has anything of the dependent."""
        return not self.edges


@dataclass
class Ledger:
    """Ties and gaps of one layer.

    Attributes
    ----------
    ties : list of Tie
        One for each dependent, country and supplier.
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

    ties: list[Tie] = field(default_factory=list)
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
        countries : Mapping[str, float]
            The countries it belongs to, with weights that sum to at most 1. Empty: it is unplaced, and rests in no
            portfolio.
        dependent : str
            Id of what rests on suppliers: a model, a site, a lab, the country itself.
        amount : float
            What the dependent counts for: 1, or its H100-equivalents where sites count by computing power.
        supplied : sequence of Supplied
            Shares sum to at most 1; the rest goes to suppliers that nobody names. Empty: nothing is known of its
            suppliers, and all of it is silent.
        """
        self.units.append((frozenset(countries), not all(one.supposed for one in supplied)))
        if not countries:
            self.unplaced += amount
        rest = 1 - sum(one.share for one in supplied)
        for country, weight in checked(countries.items()):
            part = amount * weight
            if not supplied:
                self.silent[country] = self.silent.get(country, 0.0) + part
                continue
            if rest > NEGLIGIBLE:
                self.unnamed[country] = self.unnamed.get(country, 0.0) + part * rest
            self.ties += [
                Tie(country, dependent, supplier, part * share, edges, split, shut)
                for supplier, share, edges, split, shut in supplied
                if share > 0
            ]

    def among(self, countries: Collection[str]) -> "Ledger":
        """Return the ties and gaps of some countries.

        Parameters
        ----------
        countries : Collection[str]
            Ids. What is unplaced is of no country, and dropped.
        """
        chosen = frozenset(countries)
        return Ledger(
            ties=[tie for tie in self.ties if tie.country in chosen],
            unnamed={country: amount for country, amount in self.unnamed.items() if country in chosen},
            silent={country: amount for country, amount in self.silent.items() if country in chosen},
            undated={country: amount for country, amount in self.undated.items() if country in chosen},
            units=[unit for unit in self.units if unit[0] & chosen],
            assumptions=self.assumptions,
        )

    def without(self, unknown: Collection[Tie]) -> "Ledger":
        """Return the ledger with some ties put among the dependents of which nothing is known.

        Parameters
        ----------
        unknown : Collection[Tie]
            Ties of this ledger, the same objects; their amounts become silent and undated.
        """
        gone = frozenset(map(id, unknown))
        silent, undated = dict(self.silent), dict(self.undated)
        for tie in unknown:
            silent[tie.country] = silent.get(tie.country, 0.0) + tie.amount
            undated[tie.country] = undated.get(tie.country, 0.0) + tie.amount
        return replace(self, ties=[tie for tie in self.ties if id(tie) not in gone], silent=silent, undated=undated)


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
