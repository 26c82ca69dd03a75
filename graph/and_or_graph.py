"""The dependency structure as arrays: who needs what, and who can supply it.

An entity stands while every one of its needs has a live supplier (AND over needs, OR over suppliers).
Nodes are integers; ``Snapshot`` knows their ids.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np

from graph.arrays import BoolArray, FloatArray, IntArray


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
    weight : FloatArray, shape (needs,)
        Weight of the need in look-through exposure; within one owner they sum to 1 over the needs that
        count. Control by a country (jurisdiction) has weight 0: it is applied as ``h = 1`` instead.
    """

    size: int
    owner: IntArray
    first: IntArray
    supplier: IntArray
    share: FloatArray
    remainder: FloatArray
    closed: BoolArray
    weight: FloatArray

    @property
    def need_count(self) -> int:
        """Number of needs."""
        return len(self.owner)

    @property
    def link_count(self) -> int:
        """Number of supplier links."""
        return len(self.supplier)

    @classmethod
    def from_needs(
        cls,
        size: int,
        needs: Iterable[tuple[int, Sequence[tuple[int, float]], float, bool, bool]],
    ) -> "AndOrGraph":
        """Build from rows ``(owner, [(supplier, share), ...], remainder, closed, counts)``.

        ``counts`` is False for needs that carry no weight in exposure (jurisdiction).
        """
        rows = sorted(needs, key=lambda row: row[0])
        owner = np.array([row[0] for row in rows], dtype=np.int64)
        lengths = np.array([len(row[1]) for row in rows], dtype=np.int64)
        first = np.zeros(len(rows) + 1, dtype=np.int64)
        np.cumsum(lengths, out=first[1:])
        counts = np.array([row[4] for row in rows], dtype=bool)
        per_owner = np.bincount(owner[counts], minlength=size) if len(rows) else np.zeros(size, dtype=np.int64)
        weight = np.where(counts, 1.0 / np.maximum(per_owner[owner], 1), 0.0)
        return cls(
            size=size,
            owner=owner,
            first=first,
            supplier=np.array([s for row in rows for s, _ in row[1]], dtype=np.int64),
            share=np.array([w for row in rows for _, w in row[1]], dtype=np.float64),
            remainder=np.array([row[2] for row in rows], dtype=np.float64),
            closed=np.array([row[3] for row in rows], dtype=bool),
            weight=weight,
        )
