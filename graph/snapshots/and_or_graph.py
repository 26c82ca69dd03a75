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


class NeedEntry(NamedTuple):
    """One need as integers: who needs, ``(supplier, share, silent)`` of each supplier, and what is known of it."""

    owner: int
    suppliers: Sequence[tuple[int, float, bool]]
    remainder: float
    closed: bool
    counts: bool = True
    maker: bool = False
    any_one: bool = False
    like_the_worst: bool = False
    undivided: bool = False


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
    kept: Kept = field(init=False, repr=False, default_factory=lambda: Kept(MOST_BYTES))

    @property
    def need_count(self) -> int:
        """Number of needs."""
        return len(self.owner)

    @property
    def link_count(self) -> int:
        """Number of supplier links."""
        return len(self.supplier)

    @cached_property
    def unstated(self) -> FloatArray:
        """Share of each need that no source gives to anybody, shape (needs,)."""
        open_part = np.where(self.silent, self.share, 0.0)
        unstated: FloatArray = (
            self.remainder + np.add.reduceat(open_part, self.first[:-1]) if len(open_part) else self.remainder
        )
        return unstated

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
        found = AndOrGraph(
            size=len(nodes), owner=place[self.owner[needs]], first=np.append(0, ends),
            supplier=place[self.supplier[links]], **of_need, **of_link,
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
        )
