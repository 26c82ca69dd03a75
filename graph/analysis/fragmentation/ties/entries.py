"""What one dependent rests on: written once, and the same on every day on which nothing of it has changed."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from graph.analysis.fragmentation.ties.dating import dating
from graph.fact_base import FactBase
from graph.facts.edges import Edge
from graph.snapshots.arrays import IntArray

NEGLIGIBLE = 1e-9
"""A rest below this is rounding, not an unnamed supplier."""

ROW = np.dtype(
    [
        ("country", np.int64), ("dependent", np.int64), ("supplier", np.int64), ("amount", np.float64),
        ("published", np.int32), ("stated", np.int32), ("dated", np.bool_), ("enters_by_publication", np.bool_),
        ("supposed", np.bool_),
    ],
    align=True,
)  # fmt: skip
"""A tie as a row of an array: places of nodes by id (``NodeTable.ranks``), the rest as in ``Tie`` and ``Dating``."""
TieRows = NDArray[Any]


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


@dataclass(frozen=True)
class Split:
    """What some silent suppliers of one dependent have together, each anything from nothing to all of it.

    Attributes
    ----------
    country : str
        Whose portfolio it is in.
    held : tuple of (supplier, amount)
        The central values.
    shut : bool
        Nobody else may have any of it.
    supposed : bool
        No source says that any of them supplies it.
    """

    country: str
    held: tuple[tuple[str, float], ...]
    shut: bool
    supposed: bool


class Entry:
    """What one dependent rests on, and what of it is not known.

    Parameters
    ----------
    graph : FactBase
        Has the days on which its sources were published.
    countries : Mapping[str, float]
        The countries it belongs to, with weights that sum to at most 1. Empty: it is unplaced, and rests in no
        portfolio.
    dependent : str
        Id of what rests on suppliers: a model, a site, a lab, the country itself.
    amount : float
        What the dependent counts for: 1, or its H100-equivalents where sites count by computing power.
    supplied : sequence of Supplied
        Shares sum to at most 1; the rest goes to suppliers that nobody names. Empty: nothing is known of its suppliers,
        and all of it is silent.

    Attributes
    ----------
    unit : (countries, bool)
        Where it belongs, and whether a supplier of it is known; one that is supposed is not.
    ties : tuple of Tie
        One for each country and supplier.
    silent, unnamed : tuple of (country, amount)
        Of dependents of whose suppliers nothing is known; what goes to suppliers whom no source names.
    unplaced : float
        Its amount where it belongs to no known country.
    rows : bytes
        The ties as rows (``ROW``).
    """

    def __init__(
        self,
        graph: FactBase,
        countries: Mapping[str, float],
        dependent: str,
        amount: float,
        supplied: Sequence[Supplied],
    ) -> None:
        self.unit = frozenset(countries), not all(one.supposed for one in supplied)
        self.unplaced = 0.0 if countries else amount
        parts = [(country, amount * weight) for country, weight in countries.items()]
        rest = 1 - sum(one.share for one in supplied)
        self.silent = () if supplied else tuple(parts)
        self.unnamed = tuple((c, part * rest) for c, part in parts) if supplied and rest > NEGLIGIBLE else ()
        given = [one for one in supplied if one.share > 0]
        self.ties = tuple(
            Tie(country, dependent, supplier, part * share, edges, split, shut)
            for country, part in parts
            for supplier, share, edges, split, shut in given
        )
        number, rank = graph.nodes.number, graph.nodes.ranks
        dates = [dating(graph, dependent, one.edges) for one in given] * len(parts)
        rows = [
            (*(rank[number[one]] for one in tie[:3]), tie.amount, *dates, tie.supposed)
            for tie, dates in zip(self.ties, dates, strict=True)
        ]
        self.rows = np.array(rows, ROW).tobytes()

    @cached_property
    def edges(self) -> tuple[Edge, ...]:
        """The edges that its ties rest on, each country's on all of them."""
        return tuple(dict.fromkeys(edge for tie in self.ties for edge in tie.edges))

    @cached_property
    def datasets(self) -> frozenset[str]:
        """The data sets of its edges."""
        return frozenset(edge.claim.source.dataset for edge in self.edges)

    @cached_property
    def splits(self) -> tuple[Split, ...]:
        """The amounts that are central values only."""
        return splits_of(self.ties)


def splits_of(ties: Iterable[Tie]) -> tuple[Split, ...]:
    """Return what the silent suppliers of one dependent have together.

    Parameters
    ----------
    ties : iterable of Tie
        Of one dependent.
    """
    silent: dict[tuple[str, str], list[Tie]] = {}
    for tie in ties:
        if tie.assumed:
            silent.setdefault((tie.country, tie.split), []).append(tie)
    return tuple(
        Split(
            country,
            tuple((tie.supplier, tie.amount) for tie in together),
            shut=all(tie.shut and not tie.supposed for tie in together),
            supposed=all(tie.supposed for tie in together),
        )
        for (country, _), together in silent.items()
    )


def units_of(rows: TieRows) -> IntArray:
    """Return which unit each tie is of: its dependent, and of what hangs on the country itself each tie is one.

    Parameters
    ----------
    rows : TieRows
        Of any ledger.
    """
    found: IntArray = np.where(rows["dependent"] == rows["country"], rows["supplier"], rows["dependent"])
    return found
