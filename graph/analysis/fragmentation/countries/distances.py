"""How differently two countries are supplied, and who moved between two days (methods B5).

The distance is the square root of the Jensen-Shannon divergence in bits: a metric, 0 for the same portfolio and 1
for portfolios with nothing in common (Endres and Schindelin 2003, A new metric for probability distributions).
"""

from collections.abc import Mapping, Sequence
from enum import StrEnum

import numpy as np
from pydantic import Field

from graph.analysis.blocs import Bloc
from graph.analysis.fragmentation.comparison import LayerOnDay, not_comparable
from graph.analysis.fragmentation.countries.place import places
from graph.analysis.fragmentation.kernels.division_bounds import distance_bounds
from graph.analysis.fragmentation.layers.coverage import LayerCoverage
from graph.analysis.fragmentation.layers.ranking import A_POLE, Enough, Placed, Rank, ranks
from graph.analysis.fragmentation.layers.shares import LayerShares
from graph.analysis.origin import POLES
from graph.analysis.results import ROUNDING, Result, Row, settled
from graph.node_ids import EntityId
from graph.ontology import Layer
from graph.snapshots.arrays import FloatArray, Interval
from graph.snapshots.snapshot import Snapshot


class By(StrEnum):
    """What portfolios are compared over."""

    SUPPLIERS = "suppliers"
    SPHERES = "spheres"


class Move(Row):
    """How far a country's portfolio moved between two days."""

    country: EntityId
    name: str
    by_suppliers: float = Field(description="distance of its portfolios over suppliers, 0..1")
    by_spheres: float | None = Field(
        description="the same over spheres; null where its range leaves it no value, as are leanings and shares"
    )
    alignment_before: float | None
    alignment_after: float | None
    spheres_before: dict[str, float | None] | None
    spheres_after: dict[str, float | None] | None
    alignment_before_range: Interval
    alignment_after_range: Interval
    spheres_before_range: dict[str, Interval]
    spheres_after_range: dict[str, Interval]
    known_before: float = Field(description="part of the portfolio known; where it changed, so did the data")
    known_after: float
    come: tuple[EntityId, ...] = Field(description="suppliers it did not have before")
    gone: tuple[EntityId, ...] = Field(description="suppliers it no longer has")
    by_spheres_range: Interval | None = Field(default=None, description="over every split that the facts allow")
    rank: Rank | None = Field(default=None, description="its place among those who moved, by spheres")
    to_rank: str | None = Field(
        default=None, description="what would have to be known to rank it among those who moved"
    )


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


def root_jsd(left: FloatArray, right: FloatArray) -> FloatArray:
    """Return the distance of each row on the left to each on the right.

    Parameters
    ----------
    left, right : FloatArray, shapes (n, items) and (m, items)
        Non-negative, no row empty; each row is scaled to sum to 1.

    Returns
    -------
    FloatArray, shape (n, m)
        0..1.
    """
    # scipy's is in nats, so that its largest value is the root of ln 2.
    from scipy.spatial.distance import cdist  # scipy takes a fifth of a second to load

    distances: FloatArray = cdist(left, right, "jensenshannon") / np.sqrt(np.log(2))
    return np.clip(np.nan_to_num(distances), 0.0, 1.0)


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
    apart = _apart(before, (snapshot, one)) if before else {}
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
        moved=_ranked(before, (snapshot, one), apart) if before else (),
        not_comparable=apart,
        only_before=tuple(sorted(then - set(one.countries))),
        only_after=tuple(sorted(set(one.countries) - then)) if before else (),
        layer_coverage_before=before[1].coverage if before else None,
        reason=one.reason or (None if len(rows) > 1 else "one country has nobody to be compared with"),
        assumptions=one.assumptions,
    )


def _ranked(
    before: tuple[Snapshot, LayerShares], after: tuple[Snapshot, LayerShares], apart: Mapping[str, str]
) -> tuple[Move, ...]:
    """Return the moves of countries that the days compare, those of which enough is known to rank them first."""
    days = [LayerOnDay(*before), LayerOnDay(*after)]
    told = []
    for move in moves(after[0], before[1], after[1]):
        if move.country not in apart:
            lacking = [said for day in days if (said := day.lacking(move.country, Enough()))]
            lacking = [A_POLE] if move.country in POLES else lacking
            reach = _reach(move, before[1], after[1])
            told.append(move.model_copy(update={"to_rank": "; ".join(lacking) or None, "by_spheres_range": reach}))
    placed = {
        move.country: Placed(move.by_spheres, *move.by_spheres_range)
        for move in told
        if move.to_rank is None and move.by_spheres is not None and move.by_spheres_range
    }
    found = ranks(placed)
    return tuple(
        move.model_copy(
            update={"rank": found.get(move.country), "by_spheres": settled(move.by_spheres, move.by_spheres_range)}
        )
        for move in sorted(told, key=lambda move: move.to_rank is not None)
    )


def _reach(move: Move, before: LayerShares, after: LayerShares) -> Interval:
    """Return how far a country may have moved, whatever the splits of both days."""
    was, now = (one.masses[[one.countries.index(move.country)]] for one in (before, after))
    low, high = (float(bound[0, 0]) for bound in distance_bounds(was, now))
    return (low, high) if move.by_spheres is None else (min(low, move.by_spheres), max(high, move.by_spheres))


def _withheld(one: LayerShares, by: By) -> Distances:
    return Distances(
        layer=one.tie.layer, tie=one.tie.name, by=by, bloc=one.bloc, countries=(), matrix=(), low=(), high=(),
        layer_coverage=one.coverage, reason=f"withheld: {one.withheld}",
    )  # fmt: skip


def _apart(then: tuple[Snapshot, LayerShares], now: tuple[Snapshot, LayerShares]) -> dict[str, str]:
    """Return the countries that two days do not compare; the earlier day is found, whichever was asked about."""
    early, late = sorted((then, now), key=lambda day: day[0].as_of)
    return dict(not_comparable(early, late))


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


def moves(snapshot: Snapshot, before: LayerShares, after: LayerShares) -> tuple[Move, ...]:
    """Return how far each country that both days count has moved, the farthest first.

    Parameters
    ----------
    snapshot : Snapshot
        Has the names.
    before, after : LayerShares
        One layer on two days.
    """
    suppliers = sorted({*before.portfolios.suppliers, *after.portfolios.suppliers})
    common = sorted(set(before.countries) & set(after.countries))
    found = [_move(snapshot, country, before, after, suppliers) for country in common]
    return tuple(sorted(found, key=lambda move: (-(move.by_spheres or 0.0), -move.by_suppliers, move.country)))


def _move(snapshot: Snapshot, country: str, before: LayerShares, after: LayerShares, suppliers: Sequence[str]) -> Move:
    was, now = before.countries.index(country), after.countries.index(country)
    held_then, held_now = _portfolio(before, was), _portfolio(after, now)
    wide = [np.array([[held.get(supplier, 0.0) for supplier in suppliers]]) for held in (held_then, held_now)]
    spheres = before.shares[was : was + 1], after.shares[now : now + 1]
    old, new = places(before)[country], places(after)[country]
    return Move(
        country=country,
        name=snapshot.nodes[country].name,
        by_suppliers=float(root_jsd(*wide)[0, 0]),
        by_spheres=float(root_jsd(*spheres)[0, 0]),
        alignment_before=old.alignment,
        alignment_after=new.alignment,
        alignment_before_range=old.alignment_range,
        alignment_after_range=new.alignment_range,
        spheres_before=old.spheres,
        spheres_after=new.spheres,
        spheres_before_range=old.spheres_range,
        spheres_after_range=new.spheres_range,
        known_before=float(before.known[was]),
        known_after=float(after.known[now]),
        come=tuple(sorted(held_now.keys() - held_then.keys())),
        gone=tuple(sorted(held_then.keys() - held_now.keys())),
    )


def _portfolio(one: LayerShares, row: int) -> dict[str, float]:
    amounts = one.portfolios.amounts[row]
    return {one.portfolios.suppliers[column]: float(amounts[column]) for column in np.flatnonzero(amounts).tolist()}
