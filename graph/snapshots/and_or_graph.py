"""The dependency structure as arrays: who needs what, and who can supply it.

An entity stands while every one of its needs has a live supplier (AND over needs, OR over suppliers).
Nodes are integers; ``Snapshot`` knows their ids.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import NamedTuple

import numpy as np

from graph.kept import Kept
from graph.snapshots.arrays import BoolArray, FloatArray, IntArray

OF_NEED = ("remainder", "closed", "weight", "maker", "any_one", "like_the_worst", "undivided")
OF_LINK = ("share", "silent")
MOST_BYTES = 100_000_000
"""Of what is derived from one graph and kept with it: adjacency, schedules."""


class Ranged(NamedTuple):
    """Links whose part of a loss is another than their share: those that stand for what a country's makers have.

    A supplier within such a country has no part beside it; the country has what is stated, or what is stated at least,
    in the middle and at most.

    Attributes
    ----------
    link : IntArray, shape (ranged,)
        Ascending.
    low, central, high : FloatArray, shape (ranged,)
        Parts of the need, 0..1.
    """

    link: IntArray
    low: FloatArray
    central: FloatArray
    high: FloatArray

    def but(self, links: BoolArray) -> "Ranged":
        """Return those that are not among some links.

        Parameters
        ----------
        links : BoolArray, shape (links,)
            To leave out.
        """
        kept = ~links[self.link]
        return Ranged(self.link[kept], self.low[kept], self.central[kept], self.high[kept])


def ranged(rows: Sequence[tuple[int, float, float, float]] = ()) -> Ranged:
    """Return ranged links from rows of link, low, central and high.

    Parameters
    ----------
    rows : sequence of tuple
        In the order of the links.
    """
    parts = np.array([row[1:] for row in rows], dtype=np.float64).reshape(-1, 3).T
    return Ranged(np.array([row[0] for row in rows], dtype=np.int64), *parts)


class NeedEntry(NamedTuple):
    """One need as integers: who needs, ``(supplier, share, silent)`` of each supplier, and what is known of it.

    ``ranged`` has rows for ``ranged``, their links counted from the first of the need.
    """

    owner: int
    suppliers: Sequence[tuple[int, float, bool]]
    remainder: float
    closed: bool
    counts: bool = True
    maker: bool = False
    any_one: bool = False
    like_the_worst: bool = False
    undivided: bool = False
    ranged: Sequence[tuple[int, float, float, float]] = ()


@dataclass(frozen=True, eq=False)
class AndOrGraph:
    """An AND/OR graph in compressed rows.

    Attributes
    ----------
    size : int
        Number of nodes.
    owner : IntArray, shape (needs,)
        The dependent of each need, ascending.
    first : IntArray, shape (needs + 1,)
        Suppliers of need ``g`` are ``supplier[first[g]:first[g + 1]]``.
    supplier : IntArray, shape (links,)
        Node that supplies.
    share : FloatArray, shape (links,)
        Share of the need, 0..1; within one need the shares and the remainder sum to 1.
    remainder : FloatArray, shape (needs,)
        Share of the unknown supplier.
    closed : BoolArray, shape (needs,)
        True where the list of suppliers is known to be complete.
    silent : BoolArray, shape (links,)
        True where no source states the share: it lies anywhere in what the stated ones leave, and ``share`` is
        only its central value.
    maker : BoolArray, shape (needs,)
        True where the suppliers make the owner, a product.
    any_one : BoolArray, shape (needs,)
        True where any one supplier meets the whole need: it loses what the best of them does, whatever the shares.
    like_the_worst : BoolArray, shape (needs,)
        True where the unknown supplier of an open need loses at most what the worst named one does; elsewhere it
        may be lost as soon as any named one loses something.
    undivided : BoolArray, shape (needs,)
        True where the need has no parts: nothing is lost until every supplier has failed, whatever substitutes there
        are. Who runs a site either runs it or does not.
    weight : FloatArray, shape (needs,)
        Weight of the need in look-through exposure; within one owner they sum to 1 over the needs that
        count. Control has weight 0: that by a country is applied as ``h = 1`` instead.
    ranged : Ranged
        Links that count for what the makers of a country have together.
    kept : Kept
        What kernels have derived from it.
    """

    size: int
    owner: IntArray
    first: IntArray
    supplier: IntArray
    share: FloatArray
    remainder: FloatArray
    closed: BoolArray
    weight: FloatArray
    silent: BoolArray
    maker: BoolArray
    any_one: BoolArray
    like_the_worst: BoolArray
    undivided: BoolArray
    ranged: Ranged = field(default_factory=ranged)
    kept: Kept = field(init=False, repr=False, default_factory=lambda: Kept(MOST_BYTES))

    @property
    def need_count(self) -> int:
        """Number of needs."""
        return len(self.owner)

    @property
    def link_count(self) -> int:
        """Number of supplier links."""
        return len(self.supplier)

    def parts(self, which: str) -> FloatArray:
        """Return the part of its need that is lost with each link, shape (links,).

        Parameters
        ----------
        which : {"low", "central", "high"}
            Central: the share. Low and high: what a source states, 0 of silent suppliers.
        """
        stated = self.share if which == "central" else np.where(self.silent, 0.0, self.share)
        if not len(self.ranged.link):
            return stated
        stated = stated.copy()
        stated[self.ranged.link] = getattr(self.ranged, which)
        return stated

    @cached_property
    def free(self) -> BoolArray:
        """Silent links whose share lies anywhere in what the others leave, not within that of a country."""
        free = self.silent.copy()
        free[self.ranged.link] = False
        return free

    @cached_property
    def by_country(self) -> BoolArray:
        """Needs of which the parts of countries are stated, shape (needs,): the unknown supplier is of another one."""
        mask = np.zeros(self.need_count, dtype=bool)
        mask[np.searchsorted(self.first, self.ranged.link, side="right") - 1] = True
        return mask

    @cached_property
    def within_country(self) -> BoolArray:
        """Needs of what stands for a country, shape (needs,): divided among its makers, with no substitutes beside."""
        standing = np.zeros(self.size, dtype=bool)
        standing[self.supplier[self.ranged.link[self.ranged.high > 0]]] = True
        mask: BoolArray = standing[self.owner]
        return mask

    def unstated(self, which: str) -> FloatArray:
        """Return the share of each need that no source gives to anybody, shape (needs,).

        Parameters
        ----------
        which : {"low", "central", "high"}
            What countries have at most is left to nobody else.
        """
        if not self.link_count:
            return self.remainder
        unstated: FloatArray = self.remainder + np.add.reduceat(np.where(self.free, self.share, 0.0), self.first[:-1])
        if which != "central" and len(self.ranged.link):
            more = getattr(self.ranged, which) - self.ranged.central
            np.subtract.at(unstated, np.searchsorted(self.first, self.ranged.link, side="right") - 1, more)
        return np.maximum(unstated, 0.0) if len(self.ranged.link) else unstated

    def part(self, nodes: IntArray) -> "tuple[AndOrGraph, IntArray]":
        """Return the graph of some nodes alone, and which needs it has, as positions in this one.

        Parameters
        ----------
        nodes : IntArray
            Ascending; with each node all that it needs, directly and through others.
        """
        place = np.full(self.size, -1, dtype=np.int64)
        place[nodes] = np.arange(len(nodes))
        needs = np.flatnonzero(place[self.owner] >= 0)
        lengths = np.diff(self.first)[needs]
        ends = np.cumsum(lengths)
        links = np.arange(lengths.sum()) + np.repeat(self.first[needs] - (ends - lengths), lengths)
        of_need = {name: getattr(self, name)[needs] for name in OF_NEED}
        of_link = {name: getattr(self, name)[links] for name in OF_LINK}
        at = np.full(self.link_count, -1, dtype=np.int64)
        at[links] = np.arange(len(links))
        kept = self.ranged.but(at < 0)
        found = AndOrGraph(
            size=len(nodes), owner=place[self.owner[needs]], first=np.append(0, ends),
            supplier=place[self.supplier[links]], ranged=kept._replace(link=at[kept.link]), **of_need, **of_link,
        )  # fmt: skip
        return found, needs

    @classmethod
    def from_needs(cls, size: int, needs: Iterable[NeedEntry]) -> "AndOrGraph":
        """Build from rows; ``counts`` is False for needs that carry no weight in exposure (control).

        Parameters
        ----------
        size : int
            Nodes; each owner and supplier is a number below it.
        needs : Iterable[NeedEntry]
            In any order; those of one owner stay in the order given, and share its weight of 1 equally where they
            count.
        """
        rows = sorted(needs, key=lambda row: row.owner)
        owner = np.array([row.owner for row in rows], dtype=np.int64)
        lengths = np.array([len(row.suppliers) for row in rows], dtype=np.int64)
        first = np.zeros(len(rows) + 1, dtype=np.int64)
        np.cumsum(lengths, out=first[1:])
        counts = np.array([row.counts for row in rows], dtype=bool)
        per_owner = np.bincount(owner[counts], minlength=size) if len(rows) else np.zeros(size, dtype=np.int64)
        links = [link for row in rows for link in row.suppliers]
        begins = first.tolist()
        rows_of_links = [(begins[at] + one[0], *one[1:]) for at, row in enumerate(rows) for one in row.ranged]
        return cls(
            size=size,
            owner=owner,
            first=first,
            supplier=np.array([link[0] for link in links], dtype=np.int64),
            share=np.array([link[1] for link in links], dtype=np.float64),
            remainder=np.array([row.remainder for row in rows], dtype=np.float64),
            closed=np.array([row.closed for row in rows], dtype=bool),
            weight=np.where(counts, 1.0 / np.maximum(per_owner[owner], 1), 0.0),
            silent=np.array([link[2] for link in links], dtype=bool),
            maker=np.array([row.maker for row in rows], dtype=bool),
            any_one=np.array([row.any_one for row in rows], dtype=bool),
            like_the_worst=np.array([row.like_the_worst for row in rows], dtype=bool),
            undivided=np.array([row.undivided for row in rows], dtype=bool),
            ranged=ranged(rows_of_links),
        )
