"""Who moved between two days, and how far (methods B5)."""

from collections.abc import Collection, Sequence

import numpy as np
from pydantic import Field

from graph.analysis.fragmentation.comparison import LayerOnDay, not_comparable
from graph.analysis.fragmentation.countries.leaning import leanings
from graph.analysis.fragmentation.countries.rows import Leaning, settled_leaning
from graph.analysis.fragmentation.kernels.division_bounds import distance_bounds
from graph.analysis.fragmentation.kernels.jensen_shannon import root_jsd
from graph.analysis.fragmentation.layers.ranking import A_POLE, Enough, Placed, Rank, ranks
from graph.analysis.fragmentation.layers.shares import LayerShares
from graph.analysis.origin import POLES
from graph.analysis.results import Row, settled
from graph.facts.nodes import Node
from graph.node_ids import EntityId
from graph.snapshots.arrays import Interval
from graph.snapshots.snapshot import Snapshot


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


def ranked_moves(
    before: tuple[Snapshot, LayerShares], after: tuple[Snapshot, LayerShares], left_out: Collection[str]
) -> tuple[Move, ...]:
    """Return the moves of countries that the days compare, those of which enough is known to rank them first.

    Parameters
    ----------
    before, after : tuple of (Snapshot, LayerShares)
        One layer on two days.
    left_out : collection of str
        Countries that the days do not compare (``incomparable``).
    """
    days = [LayerOnDay(*before), LayerOnDay(*after)]
    told = []
    for move in moves(after[0], before[1], after[1]):
        if move.country not in left_out:
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


def incomparable(then: tuple[Snapshot, LayerShares], now: tuple[Snapshot, LayerShares]) -> dict[str, str]:
    """Return the countries that two days do not compare, and why.

    Parameters
    ----------
    then, now : tuple of (Snapshot, LayerShares)
        One layer on two days; the earlier one is found, whichever was asked about.
    """
    early, late = sorted((then, now), key=lambda day: day[0].as_of)
    return dict(not_comparable(early, late))


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
    places = leanings(before), leanings(after)
    found = [
        _move(snapshot.nodes[country], (before, after), suppliers, (places[0][country], places[1][country]))
        for country in common
    ]
    return tuple(sorted(found, key=lambda move: (-(move.by_spheres or 0.0), -move.by_suppliers, move.country)))


def _move(
    country: Node, days: tuple[LayerShares, LayerShares], suppliers: Sequence[str], places: tuple[Leaning, Leaning]
) -> Move:
    before, after = days
    was, now = before.countries.index(country.id), after.countries.index(country.id)
    held_then, held_now = _portfolio(before, was), _portfolio(after, now)
    wide = [np.array([[held.get(supplier, 0.0) for supplier in suppliers]]) for held in (held_then, held_now)]
    spheres = before.shares[was : was + 1], after.shares[now : now + 1]
    old, new = (one.model_copy(update=settled_leaning(one)) for one in places)
    return Move(
        country=country.id,
        name=country.name,
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
