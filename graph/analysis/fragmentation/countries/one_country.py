"""One country among all, two countries side by side, one country over time: on all layers in one answer."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date

from pydantic import Field

from graph.analysis.blocs import Bloc
from graph.analysis.fragmentation.comparison import not_comparable
from graph.analysis.fragmentation.countries.rows import Countries, CountryLayer, CountryRow
from graph.analysis.fragmentation.countries.standings import countries
from graph.analysis.fragmentation.kernels.division_bounds import distance_bounds
from graph.analysis.fragmentation.kernels.jensen_shannon import root_jsd
from graph.analysis.fragmentation.layers.shares import Choice, LayerShares, measure
from graph.analysis.results import Result, Row, settled
from graph.budget import checked
from graph.node_ids import EntityId
from graph.ontology import Layer
from graph.snapshots.arrays import Interval
from graph.snapshots.snapshot import Snapshot


class SideBySide(Row):
    """Two countries on one layer."""

    layer: Layer
    first: CountryLayer | None = Field(description="null where nothing of it is in the graph")
    second: CountryLayer | None
    alignment_gap: float | None = Field(description="alignment of the first less that of the second, -2..2")
    alignment_gap_range: Interval | None = Field(description="over every split that the facts allow")
    distance: float | None = Field(description="of their shares over spheres, 0..1")
    distance_range: Interval | None
    shared_suppliers: tuple[EntityId, ...] = Field(description="suppliers that both have")
    not_comparable: str | None = Field(description="why the two may not be compared; null where they may")


class TwoCountries(Result):
    """Two countries side by side, layer by layer."""

    bloc: Bloc
    first: CountryRow
    second: CountryRow
    layers: tuple[SideBySide, ...]
    reasons: dict[str, str] = Field(default={}, description="layers withheld for all countries, and why")


class CountryLayerOnDay(CountryLayer):
    """A country on one layer on one day."""

    as_of: date
    gap: str | None = Field(default=None, description="why no line may be drawn from the point before")


class CountryOverTime(Result):
    """A country on all layers over time."""

    id: EntityId
    name: str
    bloc: Bloc
    points: tuple[CountryLayerOnDay, ...] = Field(description="oldest first; days on which nothing is known have none")


def standing_of(snapshot: Snapshot, choice: Choice, country: str) -> tuple[CountryRow, Countries]:
    """Return where a country stands, its ranks among all countries included, with what was asked of all.

    Parameters
    ----------
    snapshot : Snapshot
        Has to hold the country, else there is nothing to stand anywhere.
    choice : Choice
        Ranks are among the countries that it is about; a country that it leaves out is measured alone and has no rank.
    country : str
        Its id, ``country:ISO3``.
    """
    found = countries(snapshot, choice)
    rows = {row.id: row for row in found.countries}
    if country not in rows:
        found = countries(snapshot, choice.among_only(country))
        (rows[country],) = found.countries
    return rows[country], found


def side_by_side(snapshot: Snapshot, choice: Choice, first: str, second: str) -> TwoCountries:
    """Return two countries on every layer, with the interval of what sets them apart.

    Parameters
    ----------
    snapshot : Snapshot
        Both countries are measured on it.
    choice : Choice
        Which layers and whose side counts where; ranks are among all countries, whatever ``choice.among`` says.
    first, second : str
        Ids, ``country:ISO3``. The gap of alignment is the first's less the second's.
    """
    found = countries(snapshot, replace(choice, among=None))
    rows = {row.id: row for row in found.countries}
    one, other = (rows.get(name) or standing_of(snapshot, choice, name)[0] for name in (first, second))
    everything = replace(choice, min_known=0.0, among=frozenset({first, second}))
    measured = measure(snapshot, everything)
    return TwoCountries(
        bloc=choice.bloc,
        first=one,
        second=other,
        layers=tuple(_pair(shares, one, other) for shares in measured),
        reasons=found.reasons,
        assumptions=found.assumptions,
    )


def _on(row: CountryRow, layer: Layer) -> CountryLayer | None:
    return next((found for found in row.layers if found.layer is layer), None)


def _pair(shares: LayerShares, one: CountryRow, other: CountryRow) -> SideBySide:
    layer = shares.tie.layer
    here, there = _on(one, layer), _on(other, layer)
    gap = span = reach = None
    distance: float | None = None
    if here and there and here.spheres and there.spheres:
        left, right = here.alignment_range, there.alignment_range
        span = (left[0] - right[1], left[1] - right[0])
        if here.alignment is not None and there.alignment is not None:
            gap = settled(here.alignment - there.alignment, span, 4)
        place = [shares.countries.index(row.id) for row in (one, other)]
        masses, central = shares.masses[place], shares.shares[place]
        apart = float(root_jsd(central[:1], central[1:])[0, 0])
        low, high = distance_bounds(masses[:1], masses[1:])
        reach = (min(float(low[0, 0]), apart), max(float(high[0, 0]), apart))
        distance = settled(apart, reach)
    return SideBySide(
        layer=layer,
        first=here,
        second=there,
        alignment_gap=gap,
        alignment_gap_range=span,
        distance=distance,
        distance_range=reach,
        shared_suppliers=tuple(sorted(here.suppliers.keys() & there.suppliers.keys())) if here and there else (),
        not_comparable=_why_not(one, here, other, there),
    )


def _why_not(one: CountryRow, here: CountryLayer | None, other: CountryRow, there: CountryLayer | None) -> str | None:
    missing = []
    for country, found in ((one, here), (other, there)):
        if found is None:
            missing.append(f"{country.name}: nothing of it is in the graph")
        elif found.to_rank:
            missing.append(f"{country.name}: {found.to_rank}")
    return "; ".join(missing) or None


def over_time(snapshot: Snapshot, choice: Choice, country: str, on: Sequence[date]) -> CountryOverTime:
    """Return a country on every layer on several days.

    Parameters
    ----------
    snapshot : Snapshot
        Its graph, lens and horizon; ``known_at`` as it has it.
    choice : Choice
        Which layers, and whose side counts where; the country stands where it stands among all (``standing_of``).
    country : str
        Its id, ``country:ISO3``.
    on : sequence of date
        Ascending; see ``timeline.days``.
    """
    alone = replace(choice.among_only(country), min_known=0.0)
    points: list[CountryLayerOnDay] = []
    before: dict[Layer, tuple[Snapshot, LayerShares]] = {}
    for day in checked(on, "days", len(on)):
        then = snapshot.on(day)
        row, _ = standing_of(then, choice, country)
        measured = {one.tie.layer: (then, one) for one in measure(then, alone)}
        for found in row.layers:
            torn = _torn(before, measured, found.layer, country)
            points.append(CountryLayerOnDay(**(dict(found) | {"rank": None}), as_of=day, gap=torn))
        before = measured
    return CountryOverTime(id=country, name=snapshot.nodes[country].name, bloc=choice.bloc, points=tuple(points))


def _torn(
    before: Mapping[Layer, tuple[Snapshot, LayerShares]],
    after: Mapping[Layer, tuple[Snapshot, LayerShares]],
    layer: Layer,
    country: str,
) -> str | None:
    if layer not in before or country not in before[layer][1].countries:
        return None
    return not_comparable(before[layer], after[layer]).get(country)
