"""Where countries stand between the two poles, layer by layer and over layers, ranked where enough is known (B4c)."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

from pydantic import Field

from graph.analysis.blocs import SPHERES, Bloc
from graph.analysis.fragmentation.alignment import alignment, contestedness
from graph.analysis.fragmentation.index import sphere_dict
from graph.analysis.fragmentation.kernels.splits import alignment_bounds, contested_bounds, share_bounds
from graph.analysis.fragmentation.layer_coverage import LayerCoverage
from graph.analysis.fragmentation.layer_shares import Choice, LayerShares, assumptions, measure
from graph.analysis.fragmentation.ranking import (
    A_POLE,
    Compared,
    Enough,
    Placed,
    Rank,
    RankBy,
    Standing,
    compared,
    mean_range,
    ranks,
    widest_difference,
)
from graph.analysis.fragmentation.ties.table import TIES
from graph.analysis.fragmentation.weights import Weights
from graph.analysis.origin import POLES
from graph.analysis.results import Result, Row
from graph.ontology import Layer
from graph.snapshots.arrays import Interval
from graph.snapshots.snapshot import Snapshot

ENOUGH = Enough()
WITHHELD: Mapping[str, object] = {
    "spheres": None, "spheres_range": None, "alignment": None, "alignment_range": (-1.0, 1.0), "contestedness": None,
    "contestedness_range": (0.0, 1.0), "hedging": None, "counted": False,
}  # fmt: skip
HEDGING = 0.1
"""A country hedges on a layer when each pole supplies at least this part of what is known."""


class CountryLayer(Row):
    """A country on one layer."""

    layer: Layer
    tie: str
    spheres: dict[str, float] | None = Field(description="shares of what is known; null where nothing is")
    spheres_range: dict[str, Interval] | None = Field(description="shares over every split that the facts allow; sharp")
    alignment: float | None = Field(description="p_US - p_China, -1..1")
    alignment_range: Interval = Field(description="the same over every split that the facts allow; sharp")
    contestedness: float | None = Field(description="2 min(p_US, p_China), 0..1")
    contestedness_range: Interval = Field(description="the same over every split that the facts allow; sharp")
    hedging: bool | None = Field(description="both poles supply at least a tenth of what is known")
    known: float = Field(description="part of the portfolio whose sphere is known")
    settled: float = Field(description="part of it whose sphere is the same whatever the split")
    units: int = Field(description="units of it whose supplier is known")
    counted: bool = Field(description="enough is known, so that the country enters the index")
    to_rank: str | None = Field(
        description="what would have to be known to rank it on this layer; null where enough is"
    )
    rank: Rank | None = Field(
        default=None, description="its place on this layer alone; by=hedging ranks layers by contestedness"
    )
    suppliers: dict[str, float] = Field(default={}, description="largest suppliers, parts of the portfolio")


class CountryRow(Row):
    """A country over the layers where it has ties; averages are over those compared, where enough is known of it."""

    id: str
    name: str
    sphere: str
    standing: Standing
    rank: Rank | None = Field(default=None, description="null where it is not ranked")
    unranked: str | None = Field(
        default=None, description="why it is not ranked: a pole, or what would have to be known; null where it is"
    )
    layers: tuple[CountryLayer, ...]
    alignment: float | None
    alignment_range: Interval | None
    contestedness: float | None
    contestedness_range: Interval | None
    hedges_on: tuple[Layer, ...] = Field(description="layers on which it rests on both poles")
    pulled_apart: float | None = Field(
        description="widest difference of alignment between two layers, 0..2: hedging across layers"
    )
    pulled_apart_range: Interval | None = None


class Countries(Result):
    """Countries: those ranked first, then the poles, then those of which too little is known."""

    bloc: Bloc
    weights: Weights
    by: RankBy
    min_units: int
    min_layers: int
    compared_on: tuple[Layer, ...] = Field(description="layers that averages and ranks are over")
    ranked: int = Field(description="how many of the rows are ranked")
    countries: tuple[CountryRow, ...]
    layer_coverage: dict[str, LayerCoverage]
    reasons: dict[str, str] = Field(default={}, description="layers without data, and why")


def countries(
    snapshot: Snapshot, choice: Choice, by: RankBy = RankBy.CONTESTED, enough: Enough = ENOUGH, shown: int = 10
) -> Countries:
    """Return where countries stand, ranked where enough is known of them.

    Parameters
    ----------
    snapshot : Snapshot
        Its lens decides whose each supplier is.
    choice : Choice
        Countries of which less than ``min_known`` is known are shown with what is known, and enter no index.
    by : RankBy
        Also what layers rank by, but that ``HEDGING`` ranks the countries by how far layers pull them apart, and one
        layer by contestedness.
    enough : Enough
        What has to be known to rank a country.
    shown : int
        Suppliers named for each country and layer.

    Raises
    ------
    QuestionError
        When a layer is not measured, or has no such tie.
    """
    placed: dict[str, list[CountryLayer]] = {country: [] for country in choice.among or ()}
    # Nobody is left out here: of whom little is known it is said, with the range that leaves. Weights of countries
    # do not matter country by country; amounts within one do.
    by_power = choice.weights is Weights.H100_EQUIVALENTS
    plain = replace(choice, weights=choice.weights if by_power else Weights.EQUAL)
    measured = measure(snapshot, plain)
    for one, whole in zip(measured, measure(snapshot, replace(plain, min_known=0.0)), strict=True):
        for country, row in _placed(_rows(whole, choice.min_known, enough, shown), one.unseen, by):
            placed.setdefault(country, []).append(row)
    over = compared([one.tie.layer for one in measured], TIES)
    needed = min(enough.layers or len(over), len(over))
    rows = [
        _country(snapshot, choice.bloc, country, found, Compared(over, needed)) for country, found in placed.items()
    ]
    rows = _ranked(rows, by, over)
    return Countries(
        bloc=choice.bloc,
        weights=choice.weights,
        by=by,
        min_units=enough.units,
        min_layers=needed,
        compared_on=over,
        ranked=sum(row.standing is Standing.RANKED for row in rows),
        countries=tuple(rows),
        layer_coverage={one.tie.layer.value: one.coverage for one in measured},
        reasons={one.tie.layer.value: said for one in measured if (said := one.reason or one.withheld)},
        assumptions=assumptions(measured),
    )


def _rows(one: LayerShares, min_known: float, enough: Enough, shown: int) -> list[tuple[str, CountryLayer]]:
    held = one.portfolios
    total = held.amounts.sum(axis=1) + held.unnamed
    leaning, contested = alignment(one.shares), contestedness(one.shares)
    low, high = share_bounds(one.masses)
    leans, contests = alignment_bounds(one.masses), contested_bounds(one.masses)
    units = held.units()
    rows = []
    for number, country in enumerate(one.countries):
        known, settled = float(one.known[number]), float(low[number].sum())
        parts = held.amounts[number] / total[number]
        largest = [int(column) for column in (-parts).argsort(kind="stable")[:shown] if parts[column] > 0]
        ranges = {s.value: (float(low[number, n]), float(high[number, n])) for n, s in enumerate(SPHERES)}
        rows.append(
            (
                country,
                CountryLayer(
                    layer=one.tie.layer,
                    tie=one.tie.name,
                    spheres=sphere_dict(one.shares[number]),
                    spheres_range=ranges,
                    alignment=float(leaning[number]),
                    alignment_range=(float(leans[0][number]), float(leans[1][number])),
                    contestedness=float(contested[number]),
                    contestedness_range=(float(contests[0][number]), float(contests[1][number])),
                    hedging=bool(contested[number] >= 2 * HEDGING),
                    known=known,
                    settled=settled,
                    units=int(units[number]),
                    counted=known >= min_known,
                    to_rank=enough.lacking(int(units[number]), settled, one.tie.counted),
                    suppliers={held.suppliers[column]: float(parts[column]) for column in largest},
                ),
            )
        )
    return rows + [(country, _unknown(one, enough)) for country in one.coverage.too_little_known]


def _placed(
    rows: Sequence[tuple[str, CountryLayer]], unseen: str | None, by: RankBy
) -> Iterator[tuple[str, CountryLayer]]:
    """Yield the rows of a layer with the ranks of those of which enough is known; poles are in no ranking."""
    if unseen:  # what is missing could turn a country's figures round as it could the layer's
        rows = [(country, row.model_copy(update={**WITHHELD, "to_rank": unseen})) for country, row in rows]
    values = {
        country: value
        for country, row in rows
        if country not in POLES and row.to_rank is None and (value := _value(row, by))
    }
    found = ranks(values)
    for country, row in rows:
        yield country, row.model_copy(update={"rank": found.get(country)})


def _unknown(one: LayerShares, enough: Enough) -> CountryLayer:
    """Something is there, and nobody says whose it is."""
    return CountryLayer(
        layer=one.tie.layer, tie=one.tie.name, spheres=None, spheres_range=None, alignment=None,
        alignment_range=(-1.0, 1.0), contestedness=None, contestedness_range=(0.0, 1.0), hedging=None, known=0.0,
        settled=0.0, units=0, counted=False, to_rank=enough.lacking(0, 0.0, one.tie.counted),
    )  # fmt: skip


def _country(snapshot: Snapshot, bloc: Bloc, country: str, found: list[CountryLayer], on: Compared) -> CountryRow:
    counted = [row for row in found if row.layer in on.layers and row.to_rank is None and row.alignment is not None]
    leanings = [row.alignment for row in counted if row.alignment is not None]
    contests = [row.contestedness for row in counted if row.contestedness is not None]
    leans, contested = ([getattr(row, f"{name}_range") for row in counted] for name in ("alignment", "contestedness"))
    standing, lacking = Standing.RANKED, None
    if country in POLES:
        standing, lacking = Standing.POLE, A_POLE
    elif len(counted) < on.needed:
        standing = Standing.TOO_LITTLE_KNOWN
        lacking = _lacking([row for row in found if row.layer in on.layers], on.needed, len(counted))
    return CountryRow(
        id=country,
        name=snapshot.nodes[country].name if country in snapshot.nodes else country,
        sphere=bloc.sphere(country).value,
        standing=standing,
        unranked=lacking,
        layers=tuple(found),
        alignment=sum(leanings) / len(leanings) if leanings else None,
        alignment_range=mean_range(leans),
        contestedness=sum(contests) / len(contests) if contests else None,
        contestedness_range=mean_range(contested),
        hedges_on=tuple(row.layer for row in counted if row.hedging),
        pulled_apart=max(leanings) - min(leanings) if len(leanings) > 1 else None,
        pulled_apart_range=widest_difference(leans) if len(leans) > 1 else None,
    )


def _lacking(found: Sequence[CountryLayer], needed: int, there: int) -> str:
    told = "; ".join(f"{row.layer.value}: {row.to_rank}" for row in found if row.to_rank)
    there_is = f"enough is known on {there} of at least {needed} layers"
    return f"{there_is}; to rank it: {told}" if told else f"{there_is}; on the others nothing is known"


def _ranked(rows: Sequence[CountryRow], by: RankBy, over: Sequence[Layer]) -> list[CountryRow]:
    """Return rows with their ranks: the ranked first, then poles, then those of which too little is known."""
    values = {row.id: placed for row in rows if row.standing is Standing.RANKED and (placed := _value(row, by))}
    found = ranks(values)
    order = list(Standing)
    kept = [row.model_copy(update={"rank": found.get(row.id)}) for row in rows]

    def place(row: CountryRow) -> tuple[int, int, int, float, str]:
        value = _value(row, by)
        rank = row.rank.rank if row.rank else len(kept)
        enough = sum(layer.to_rank is None for layer in row.layers if layer.layer in over)
        return order.index(row.standing), rank, -enough, -value.value if value else 2.0, row.id

    return sorted(kept, key=place)


def _value(row: CountryRow | CountryLayer, by: RankBy) -> Placed | None:
    if by is RankBy.HEDGING and isinstance(row, CountryRow):
        value, span = row.pulled_apart, row.pulled_apart_range
    elif by in (RankBy.CONTESTED, RankBy.HEDGING):
        value, span = row.contestedness, row.contestedness_range
    else:
        value, span = row.alignment, row.alignment_range
    if value is None or span is None:
        return None
    if by is RankBy.ALIGNED_CHINA:
        return Placed(-value, -span[1], -span[0])
    return Placed(value, *span)
