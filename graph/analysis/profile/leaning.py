"""How a country's suppliers have leaned between the two poles over the last years, layer by layer."""

from collections import defaultdict
from collections.abc import Iterable
from datetime import date

from graph.analysis.blocs import DEFAULT, bloc_named
from graph.analysis.fragmentation.layers.shares import Choice
from graph.analysis.fragmentation.timeline import Spacing, TimelinePoint, days, timeline
from graph.analysis.profile.line import Line
from graph.analysis.results import percent, settled
from graph.ontology import Layer
from graph.snapshots.snapshot import Snapshot

YEARS = 2
"""How far back."""
SECTION = "alignment over time"


def leaning(snapshot: Snapshot, node_id: str) -> Iterable[Line]:
    """Yield its alignment on each layer by year; where years cannot be compared, or nothing is known, that is said.

    Parameters
    ----------
    snapshot : Snapshot
        Its day is the last year; its lens, horizon and ``known_at`` are those of every year.
    node_id : str
        A country.
    """
    end = snapshot.as_of
    start = date(max(end.year - YEARS, date.min.year), end.month, min(end.day, 28))
    choice = Choice(bloc_named(DEFAULT), among=frozenset({node_id}))
    found, _ = timeline(snapshot, days(start, end, Spacing.YEAR), choice, draws=1)
    by_layer: dict[Layer, list[TimelinePoint]] = defaultdict(list)
    for point in found.points:
        by_layer[point.layer].append(point)
    for layer, points in by_layer.items():
        if any(point.spheres for point in points):
            yield from (_line(point) for point in points)
        else:
            yield Line(section=SECTION, label=layer.value, detail=f"not known: {points[-1].reason}")


def _line(point: TimelinePoint) -> Line:
    label = f"{point.layer.value}, {point.as_of}"
    if point.spheres is None:
        return Line(section=SECTION, label=label, detail=f"not known: {point.reason}")
    value = point.spheres["US"] - point.spheres["China"]
    ranges = point.interval.spheres if point.interval else None
    low, high = (ranges["US"][0] - ranges["China"][1], ranges["US"][1] - ranges["China"][0]) if ranges else (None, None)
    central = settled(value, (low, high), 2) if low is not None and high is not None else value
    return Line(
        section=SECTION, label=label, value=_bounded(central), low=_bounded(low), high=_bounded(high),
        unit="share of its suppliers that the United States control less that of China, -1 to 1",
        detail=point.gap or (f"{percent(known)} of its suppliers known" if (known := point.coverage.known) else None),
    )  # fmt: skip


def _bounded(value: float | None) -> float | None:
    return None if value is None else round(max(-1.0, min(1.0, value)), 12)
