"""The largest suppliers of some countries on a layer, by name and sphere."""

from collections.abc import Sequence

import numpy as np
from pydantic import Field

from graph.analysis.blocs import SPHERES
from graph.analysis.fragmentation.layers.shares import LayerShares
from graph.analysis.results import Row
from graph.node_ids import EntityId
from graph.snapshots.snapshot import Snapshot

SHOWN = 6
"""Suppliers that are named."""


class NamedSupplier(Row):
    """A supplier, and what part of the portfolios of some countries it has."""

    id: EntityId
    name: str
    sphere: str | None = Field(
        description="the sphere that more than half of it belongs to; null where none is known to"
    )
    share: float = Field(description="mean part of the portfolios, unnamed suppliers included, 0..1")


def largest_suppliers(snapshot: Snapshot, one: LayerShares, members: Sequence[int]) -> tuple[NamedSupplier, ...]:
    """Return the largest suppliers of some countries, the largest first.

    Parameters
    ----------
    snapshot : Snapshot
        Has the names.
    one : LayerShares
        Countries are averaged by its weights; amounts that go to unnamed suppliers are in the denominator.
    members : sequence of int
        Positions of the countries in ``one.countries``.
    """
    held, rows = one.portfolios, list(members)
    totals = held.amounts[rows].sum(axis=1) + held.unnamed[rows]
    weights = one.weights[rows] / one.weights[rows].sum()
    parts = weights @ (held.amounts[rows] / np.where(totals > 0, totals, 1.0)[:, None])
    mixes = held.supplier_spheres(one.bloc)
    order = sorted(range(len(held.suppliers)), key=lambda column: (-parts[column], held.suppliers[column]))
    return tuple(
        NamedSupplier(
            id=held.suppliers[column],
            name=snapshot.nodes[held.suppliers[column]].name,
            sphere=next((s.value for s, part in zip(SPHERES, mixes[column], strict=True) if part > 0.5), None),
            share=float(parts[column]),
        )
        for column in order[:SHOWN]
        if parts[column] > 0
    )
