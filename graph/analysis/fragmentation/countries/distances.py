"""How differently two countries are supplied, and who moved between two days (methods B5).

The distance is the square root of the Jensen-Shannon divergence in bits: a metric, 0 for the same portfolio and 1
for portfolios with nothing in common (Endres and Schindelin 2003, A new metric for probability distributions).
"""

from collections.abc import Sequence
from enum import StrEnum

import numpy as np
from pydantic import Field

from graph.analysis.blocs import Bloc
from graph.analysis.fragmentation.countries.moves import Move, incomparable, ranked_moves
from graph.analysis.fragmentation.kernels.division_bounds import distance_bounds
from graph.analysis.fragmentation.kernels.jensen_shannon import root_jsd
from graph.analysis.fragmentation.layers.coverage import LayerCoverage
from graph.analysis.fragmentation.layers.shares import LayerShares
from graph.analysis.results import ROUNDING, Result, Row, settled
from graph.node_ids import EntityId
from graph.ontology import Layer
from graph.snapshots.arrays import FloatArray, Interval
from graph.snapshots.snapshot import Snapshot


class By(StrEnum):
    """What portfolios are compared over."""

    SUPPLIERS = "suppliers"
    SPHERES = "spheres"


class Neighbours(Row):
    """Whose portfolio is most like a country's, and whose is least."""

    country: EntityId
    name: str
    nearest: EntityId
    distance: float | None = Field(description="to the nearest, 0..1; null where its range leaves it no value")
    distance_range: Interval
    as_near: int = Field(description="how many others are as near")
    farthest: EntityId
    farthest_distance: float | None = Field(description="to the farthest, 0..1")
    farthest_distance_range: Interval
    as_far: int = Field(description="how many others are as far")


class Distances(Result):
    """Distances between all countries of a layer, and the moves since another day."""

    layer: Layer
    tie: str
    by: By
    bloc: Bloc
    countries: tuple[EntityId, ...]
    matrix: tuple[tuple[float, ...], ...] = Field(description="row and column in the order of `countries`")
    low: tuple[tuple[float, ...], ...] = Field(
        description="the same, least over every split that the facts allow; over spheres sharp, over suppliers a bound"
    )
    high: tuple[tuple[float, ...], ...] = Field(description="the same, largest")
    neighbours: tuple[Neighbours, ...] = Field(default=(), description="of each country, by the central distances")
    layer_coverage: LayerCoverage
    moved: tuple[Move, ...] = Field(
        default=(),
        description="countries that both days compare, where two are asked about: those of which enough is known "
        "first, the largest move first",
    )
    not_comparable: dict[EntityId, str] = Field(
        default={}, description="countries that the days do not compare, and why"
    )
    only_before: tuple[EntityId, ...] = Field(default=(), description="countries of which enough was known then")
    only_after: tuple[EntityId, ...] = Field(default=(), description="countries of which enough is known now")
    layer_coverage_before: LayerCoverage | None = None
    reason: str | None = None


def distances(
    snapshot: Snapshot, one: LayerShares, by: By, before: tuple[Snapshot, LayerShares] | None = None
) -> Distances:
    """Return how differently the countries of a layer are supplied, and who moved since another day.

    Parameters
    ----------
    snapshot : Snapshot
        The day asked about; ``one`` was measured on it.
    one : LayerShares
        The layer on the day asked about.
    by : By
        Over spheres, of what is known; or over suppliers one by one, so that two countries with other suppliers of one
        sphere are apart.
    before : tuple of (Snapshot, LayerShares), optional
        The same layer on another day.
    """
    if one.withheld:
        return _withheld(one, by)
    rows = one.portfolios.amounts if by is By.SUPPLIERS else one.shares
    matrix = root_jsd(rows, rows) if len(rows) else np.zeros((0, 0))
    low, high = _bounds(one, matrix, by)
    then = frozenset(before[1].countries) if before else frozenset()
    left_out = incomparable(before, (snapshot, one)) if before else {}
    return Distances(
        layer=one.tie.layer,
        tie=one.tie.name,
        by=by,
        bloc=one.bloc,
        countries=one.countries,
        matrix=_rows(matrix),
        low=_rows(low),
        high=_rows(high),
        neighbours=_neighbours(snapshot, one.countries, matrix, (low, high)),
        layer_coverage=one.coverage,
        moved=ranked_moves(before, (snapshot, one), left_out) if before else (),
        not_comparable=left_out,
        only_before=tuple(sorted(then - set(one.countries))),
        only_after=tuple(sorted(set(one.countries) - then)) if before else (),
        layer_coverage_before=before[1].coverage if before else None,
        reason=one.reason or (None if len(rows) > 1 else "one country has nobody to be compared with"),
        assumptions=one.assumptions,
    )


def _withheld(one: LayerShares, by: By) -> Distances:
    return Distances(
        layer=one.tie.layer, tie=one.tie.name, by=by, bloc=one.bloc, countries=(), matrix=(), low=(), high=(),
        layer_coverage=one.coverage, reason=f"withheld: {one.withheld}",
    )  # fmt: skip


def _bounds(one: LayerShares, matrix: FloatArray, by: By) -> tuple[FloatArray, FloatArray]:
    """Return bounds of distances over every split.

    Over suppliers: a portfolio of which a part f is open is at most the root of f away from its central value (the
    divergence is convex), and distances obey the triangle inequality.
    """
    if not len(matrix):
        return matrix, matrix
    if by is By.SPHERES:
        low, high = distance_bounds(one.masses, one.masses)
        same = np.eye(len(matrix), dtype=bool)
        return np.where(same, 0.0, np.minimum(low, matrix)), np.where(same, 0.0, np.maximum(high, matrix))
    held = one.portfolios
    total = held.amounts.sum(axis=1) + held.unnamed
    silent = dict.fromkeys(one.countries, 0.0)
    for split in held.splits:
        silent[split.country] += sum(amount for _, amount in split.held)
    loose = np.sqrt((held.unnamed + np.array([silent[country] for country in one.countries])) / total)
    reach = loose[:, None] + loose[None, :]
    np.fill_diagonal(reach, 0.0)
    return np.clip(matrix - reach, 0.0, 1.0), np.clip(matrix + reach, 0.0, 1.0)


def _neighbours(
    snapshot: Snapshot, countries: Sequence[str], matrix: FloatArray, bounds: tuple[FloatArray, FloatArray]
) -> tuple[Neighbours, ...]:
    if len(countries) < 2:
        return ()
    apart = np.where(np.eye(len(countries), dtype=bool), np.nan, matrix)
    low, high = bounds

    def told(row: int, column: int) -> tuple[float | None, Interval, int]:
        """Return a distance where its range leaves it a value, the range, and how many others are level with it."""
        reach = float(low[row, column]), float(high[row, column])
        level = np.abs(apart[row] - matrix[row, column]) <= ROUNDING
        return settled(float(matrix[row, column]), reach), reach, int(level.sum()) - 1

    found = []
    for row, country in enumerate(countries):
        near, far = int(np.nanargmin(apart[row])), int(np.nanargmax(apart[row]))
        (close, close_range, as_near), (wide, wide_range, as_far) = told(row, near), told(row, far)
        found.append(
            Neighbours(
                country=country,
                name=snapshot.nodes[country].name,
                nearest=countries[near],
                distance=close,
                distance_range=close_range,
                as_near=as_near,
                farthest=countries[far],
                farthest_distance=wide,
                farthest_distance_range=wide_range,
                as_far=as_far,
            )
        )
    return tuple(found)


def _rows(matrix: FloatArray) -> tuple[tuple[float, ...], ...]:
    return tuple(tuple(float(cell) for cell in row) for row in matrix)
