"""How a country's suppliers have leaned between the two poles over the last years, layer by layer."""

from collections.abc import Iterable
from datetime import date

from graph.analysis.blocs import DEFAULT, bloc_named
from graph.analysis.fragmentation.countries.one_country import CountryLayerOnDay, over_time
from graph.analysis.fragmentation.layers.shares import Choice, measure
from graph.analysis.fragmentation.timeline import Spacing, days
from graph.analysis.profile.line import Line
from graph.analysis.results import percent
from graph.ontology import Layer
from graph.snapshots.snapshot import Snapshot

YEARS = 2
"""How far back."""
SECTION = "alignment over time"


def leaning(snapshot: Snapshot, node_id: str) -> Iterable[Line]:
    """Yield its alignment on each layer by year; where years cannot be compared, or nothing is known, that is said.

    Years are those of the country over time (``over_time``): whether two compare is settled there alone.

    Parameters
    ----------
    snapshot : Snapshot
        Its day is the last year; its lens, horizon and ``known_at`` are those of every year.
    node_id : str
        A country.
    """
    end = snapshot.as_of
    start = date(max(end.year - YEARS, date.min.year), end.month, min(end.day, 28))
    choice, years = Choice(bloc_named(DEFAULT)), days(start, end, Spacing.YEAR)
    found = {(one.layer, one.as_of): one for one in over_time(snapshot, choice, node_id, years).points}
    for one in measure(snapshot, choice.among_only(node_id)):
        layer = one.tie.layer
        points = [found.get((layer, year)) for year in years]
        if any(point and point.spheres for point in points):
            yield from (_line(layer, year, point) for year, point in zip(years, points, strict=True))
        else:
            last = points[-1]
            reason = one.reason or (f"withheld: {one.withheld}" if one.withheld else last and last.to_rank)
            yield Line(section=SECTION, label=layer.value, detail=f"not known: {reason}")


def _line(layer: Layer, year: date, point: CountryLayerOnDay | None) -> Line:
    label = f"{layer.value}, {year}"
    if point is None or not point.spheres:
        missing = point.to_rank if point else "no source says that anything of it was there"
        return Line(section=SECTION, label=label, detail=f"not known: {missing}")
    low, high = point.alignment_range
    return Line(
        section=SECTION, label=label, value=_bounded(point.alignment), low=_bounded(low), high=_bounded(high),
        unit="share of its suppliers that the United States control less that of China, -1 to 1",
        detail=point.gap or f"{percent(point.known)} of its suppliers known",
    )  # fmt: skip


def _bounded(value: float | None) -> float | None:
    return None if value is None else round(max(-1.0, min(1.0, value)), 12)
