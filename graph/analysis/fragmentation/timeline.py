"""Fragmentation over time: the same measure on snapshots by month or year, breaks marked (methods B4).

Our data began to be gathered long after what it describes, and sources start and end. So each point says how
much of the layer has data, and where that changed since the line began; nothing is smoothed. ``panel_index``
is the index over the countries that every point counts: what moves there is not the coverage of countries.
"""

import calendar
from collections.abc import Collection, Iterator, Sequence
from datetime import date
from enum import StrEnum

import numpy as np
from pydantic import Field

from graph.analysis.blocs import Bloc
from graph.analysis.fragmentation.comparison import LayerOnDay, gap, moved_coverage
from graph.analysis.fragmentation.explanation import TieRow, edges_of_days, tie_rows
from graph.analysis.fragmentation.figures.index import figures, nulls, sphere_dict, why_undefined
from graph.analysis.fragmentation.figures.intervals import Intervals, intervals, settled_figures
from graph.analysis.fragmentation.figures.null_model import DRAWS, SEED, Null, remembered
from graph.analysis.fragmentation.layers.coverage import LayerCoverage
from graph.analysis.fragmentation.layers.shares import Choice, LayerShares, assumptions, measure
from graph.analysis.fragmentation.layers.weights import Weights
from graph.analysis.fragmentation.layers.withholding import why_open
from graph.analysis.fragmentation.ties.table import TIES
from graph.analysis.results import Result, Row, settled_shares
from graph.budget import checked
from graph.errors import LimitError, QuestionError
from graph.facts.edges import Edge
from graph.ontology import Layer
from graph.snapshots.snapshot import Snapshot

POINTS = 60
"""Most points of one timeline."""

TIES_SHOWN = 1_000
"""Ties given for one point."""


class Spacing(StrEnum):
    """The distance between two points."""

    MONTH = "month"
    YEAR = "year"


class TimelinePoint(Row):
    """One layer on one day."""

    as_of: date
    layer: Layer
    tie: str
    index: float | None = Field(description="null where its interval leaves no central value: `reason` has the range")
    bits: float | None
    bipolarity: float | None
    coupling: float | None
    null: Null | None = None
    coupling_null: Null | None = None
    panel_index: float | None = Field(default=None, description="over the countries that every point counts")
    spheres: dict[str, float | None] | None
    interval: Intervals | None = Field(default=None, description="the figures over every split that the facts allow")
    coverage: LayerCoverage
    gap: str | None = Field(
        default=None,
        description="why no line may be drawn to this point: what differs from the first point since the last gap",
    )
    coverage_changed: bool = Field(
        default=False, description="not comparable with the point before as it stands: see `changes`"
    )
    changes: tuple[str, ...] = Field(default=(), description="what changed in what is covered")
    reason: str | None = None
    ties: tuple[TieRow, ...] | None = Field(default=None, description="with explain=true")


class Timeline(Result):
    """Points, oldest first, layer by layer within a day."""

    bloc: Bloc
    weights: Weights
    panel: dict[str, tuple[str, ...]] = Field(description="countries that every point of a layer counts")
    points: tuple[TimelinePoint, ...]


def days(start: date, end: date, step: Spacing) -> list[date]:
    """Return the days of a timeline: the last one, and back from it by steps, oldest first.

    Parameters
    ----------
    start, end : date
        Both are days of the timeline at the most.
    step : Spacing
        Months or years, counted back from the end; a month that is too short gives its last day.

    Raises
    ------
    QuestionError
        When the end is before the start.
    LimitError
        When there would be too many.
    """
    if end < start:
        raise QuestionError(f"to={end} is before from={start}", "from")
    apart = 12 if step is Spacing.YEAR else 1
    months = (end.year - start.year) * 12 + end.month - start.month
    found = [day for back in range(0, months + 1, apart) if (day := _months_before(end, back)) >= start]
    if len(found) > POINTS:
        raise LimitError(
            f"{len(found)} points from {start} to {end}; at most {POINTS} at once: shorten it, or step=year",
            "from",
        )
    return found[::-1]


def _months_before(day: date, months: int) -> date:
    month = day.year * 12 + day.month - 1 - months
    year, month = month // 12, month % 12 + 1
    return date(year, month, min(day.day, calendar.monthrange(year, month)[1]))


def timeline(
    snapshot: Snapshot,
    on: Sequence[date],
    choice: Choice,
    draws: int = DRAWS,
    seed: int = SEED,
    ties_shown: int | None = None,
) -> tuple[Timeline, list[Edge]]:
    """Return fragmentation over time, and the edges that its points rest on.

    Parameters
    ----------
    snapshot : Snapshot
        Its graph, lens, horizon and day of knowledge are those of every point.
    on : sequence of date
        Ascending; see ``days``.
    choice : Choice
        The same on every day.
    draws, seed : int
        Of the null model.
    ties_shown : int, optional
        Give so many ties behind every point, one layer at a time; none when left out.

    Raises
    ------
    QuestionError
        When the layer or the tie are wrong, or several layers are to be explained.
    """
    ties = choice.ties
    if ties_shown is not None and len(ties) != 1:
        raise QuestionError("explain=true takes one layer at a time", "layer", [layer.value for layer in TIES])

    def made() -> tuple[Timeline, list[Edge]]:
        snapshots = [snapshot.on(day) for day in checked(on, "days", len(on))]
        return _timeline(snapshots, choice, draws, seed, ties_shown)

    if ties_shown is not None:
        return made()
    asked = (tuple(on), choice.key, snapshot.known_at, snapshot.lens, snapshot.horizon, draws, seed)
    return snapshot.graph.kept.get(("timeline", asked), made)


def _timeline(
    snapshots: Sequence[Snapshot], choice: Choice, draws: int, seed: int, ties_shown: int | None
) -> tuple[Timeline, list[Edge]]:
    measured = [measure(snapshot, choice) for snapshot in checked(snapshots, "days", len(snapshots))]
    points: list[TimelinePoint] = []
    panels: dict[str, tuple[str, ...]] = {}
    for number, tie in enumerate(choice.ties):
        of_layer = [row[number] for row in measured]
        panel = panels[tie.layer.value] = _panel(of_layer)
        points += _points(snapshots, of_layer, panel, draws, seed, ties_shown)
    cut = ties_shown is not None and any(one.coverage.ties > ties_shown for row in measured for one in row)
    found = Timeline(
        bloc=choice.bloc,
        weights=choice.weights,
        panel=panels,
        points=tuple(sorted(points, key=lambda point: point.as_of)),
        assumptions=assumptions(one for row in measured for one in row),
        truncated=cut,
        limits={"ties": ties_shown} if cut and ties_shown is not None else {},
    )
    return found, edges_of_days(zip(snapshots, measured, strict=True))


def _panel(measured: Sequence[LayerShares]) -> tuple[str, ...]:
    """Return the countries that every point with data counts."""
    with_data = [frozenset(one.countries) for one in measured if one.countries]
    return tuple(sorted(frozenset.intersection(*with_data))) if with_data else ()


def _points(
    snapshots: Sequence[Snapshot],
    measured: Sequence[LayerShares],
    panel: tuple[str, ...],
    draws: int,
    seed: int,
    ties_shown: int | None,
) -> Iterator[TimelinePoint]:
    before: LayerShares | None = None
    run: LayerOnDay | None = None
    for snapshot, one in zip(snapshots, measured, strict=True):
        own = [one.bloc.column(country) for country in one.countries]
        index, bits, bipolarity, coupling = figures(one.shares, one.weights, own)
        now = LayerOnDay(snapshot, one)
        changes = _changes(before, run.layer if run else None, one)
        torn = gap(run, now) if run and one.countries else None
        reason = f"withheld: {one.withheld}" if one.withheld else one.reason or why_undefined(one, index, coupling)
        span = _interval(one) if one.countries and not one.withheld else None
        if one.withheld:
            index = bits = bipolarity = coupling = None
        elif span:
            reason = one.reason or why_open(index, span.index) or reason
            index, bits, bipolarity, coupling = settled_figures((index, bits, bipolarity, coupling), span)
        null, coupling_null = (None, None) if one.withheld else nulls(one, (index, coupling), draws, seed)
        yield TimelinePoint(
            as_of=snapshot.as_of,
            layer=one.tie.layer,
            tie=one.tie.name,
            index=index,
            bits=bits,
            bipolarity=bipolarity,
            coupling=coupling,
            null=null,
            coupling_null=coupling_null,
            panel_index=None if index is None else _panel_index(one, panel),
            spheres=settled_shares(None if one.withheld else sphere_dict(one.whole), span.spheres if span else None),
            interval=span,
            coverage=one.coverage,
            gap=torn,
            coverage_changed=bool(changes),
            changes=changes,
            reason=reason,
            ties=tie_rows(snapshot, one)[:ties_shown] if ties_shown is not None else None,
        )
        before = one
        if torn or not run or not one.countries:
            run = now if one.countries else None


def _interval(one: LayerShares) -> Intervals:
    """Return the intervals of a point; the same portfolios have the same ones, on whichever day."""
    own = [one.bloc.column(country) for country in one.countries]
    return remembered(one.kept, lambda: intervals(one), one.masses, one.shares, one.weights, own)


def _panel_index(one: LayerShares, panel: Collection[str]) -> float | None:
    kept = np.array([country in panel for country in one.countries], dtype=bool)
    if kept.sum() < 2:
        return None
    return figures(one.shares[kept], one.weights[kept], [0] * int(kept.sum()))[0]


def _changes(before: LayerShares | None, run: LayerShares | None, one: LayerShares) -> tuple[str, ...]:
    """Say what changed in what a point covers, apart from what it measures; ``run`` is the first since the last gap."""
    if before is None:
        return ()
    said = []
    for what, old, new in (
        ("countries", before.countries, one.countries),
        ("data sets", before.coverage.datasets, one.coverage.datasets),
    ):
        come, gone = sorted(set(new) - set(old)), sorted(set(old) - set(new))
        said += [f"{what} that enter: {', '.join(come)}"] if come else []
        said += [f"{what} that leave: {', '.join(gone)}"] if gone else []
    return (*said, *moved_coverage(run or before, one))
