"""Where a country stands between the two poles: alignment, contestedness, hedging (methods B2)."""

from dataclasses import replace

from pydantic import Field

from graph.analysis.blocs import Bloc
from graph.analysis.fragmentation.index import sphere_dict
from graph.analysis.fragmentation.layer_shares import Choice, LayerCoverage, LayerShares, assumptions, measure
from graph.analysis.fragmentation.weights import Weights
from graph.analysis.origin import POLES
from graph.analysis.results import Result, Row
from graph.arrays import FloatArray
from graph.ontology import Layer
from graph.snapshot import Snapshot

MIN_LAYERS = 3
"""Layers on which enough must be known of a country to rank it over layers (methods B4c); all where fewer are asked."""
HEDGING = 0.1
"""A country hedges on a layer when each pole supplies at least this part of what is known."""


class CountryLayer(Row):
    """A country on one layer."""

    layer: Layer
    tie: str
    spheres: dict[str, float] | None = Field(description="shares of what is known; null where nothing is")
    alignment: float | None = Field(description="p_US - p_China, -1..1")
    alignment_range: tuple[float, float] = Field(
        description="the alignment if all that is unknown went to China, or to the United States"
    )
    contestedness: float | None = Field(description="2 min(p_US, p_China), 0..1")
    hedging: bool | None = Field(description="both poles supply at least a tenth of what is known")
    known: float = Field(description="part of the portfolio whose sphere is known")
    counted: bool = Field(description="enough is known, so that the country enters the index")
    suppliers: dict[str, float] = Field(default={}, description="largest suppliers, parts of the portfolio")


class CountryRow(Row):
    """A country over the layers where it has ties; averages are over the layers counted."""

    id: str
    name: str
    sphere: str
    layers: tuple[CountryLayer, ...]
    alignment: float | None
    contestedness: float | None
    hedges_on: tuple[Layer, ...] = Field(description="layers on which it rests on both poles")
    pulled_apart: float | None = Field(
        description="widest difference of alignment between two layers, 0..2: hedging across layers"
    )
    unranked: str | None = Field(description="why it is not ranked: a pole, or on too few layers; null where it is")


class Countries(Result):
    """Countries: those ranked, the most contested first; then the poles and those on too few layers."""

    bloc: Bloc
    weights: Weights
    ranked: int = Field(description="how many of the rows are ranked")
    countries: tuple[CountryRow, ...]
    layer_coverage: dict[str, LayerCoverage]
    reasons: dict[str, str] = Field(default={}, description="layers without data, and why")


def alignment(shares: FloatArray) -> FloatArray:
    """Return ``x = p_US - p_CN`` of each row, -1..1.

    Parameters
    ----------
    shares : FloatArray, shape (..., 3)
        United States, China, other; rows sum to 1.
    """
    difference: FloatArray = shares[..., 0] - shares[..., 1]
    return difference


def contestedness(shares: FloatArray) -> FloatArray:
    """Return ``K = 2 min(p_US, p_CN)`` of each row, 0..1; ``|x| + K = 1 - p_other``."""
    smaller: FloatArray = 2 * shares[..., :2].min(axis=-1)
    return smaller


def countries(snapshot: Snapshot, choice: Choice, shown: int = 10) -> Countries:
    """Return where countries stand, the most contested first, then those that are not ranked, with the reason.

    Parameters
    ----------
    snapshot : Snapshot
    choice : Choice
        Countries of which less than ``min_known`` is known are shown with what is known, and enter no average.
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
    measured = measure(snapshot, replace(choice, min_known=0.0, weights=choice.weights if by_power else Weights.EQUAL))
    for one in measured:
        for country, row in _rows(one, choice.min_known, shown):
            placed.setdefault(country, []).append(row)
    least = min(MIN_LAYERS, len(measured))
    rows = [_country(snapshot, choice.bloc, country, found, least) for country, found in placed.items()]
    rows.sort(key=_order)
    return Countries(
        bloc=choice.bloc,
        weights=choice.weights,
        ranked=sum(row.unranked is None for row in rows),
        countries=tuple(rows),
        layer_coverage={one.tie.layer.value: one.coverage for one in measured},
        reasons={one.tie.layer.value: one.reason for one in measured if one.reason},
        assumptions=assumptions(measured),
    )


def _rows(one: LayerShares, min_known: float, shown: int) -> list[tuple[str, CountryLayer]]:
    held = one.held
    total = held.amounts.sum(axis=1) + held.unnamed
    leaning, contested = alignment(one.shares), contestedness(one.shares)
    rows = []
    for number, country in enumerate(one.countries):
        known = float(one.known[number])
        x, contest = float(leaning[number]), float(contested[number])
        parts = held.amounts[number] / total[number]
        largest = [int(column) for column in (-parts).argsort(kind="stable")[:shown] if parts[column] > 0]
        rows.append(
            (
                country,
                CountryLayer(
                    layer=one.tie.layer,
                    tie=one.tie.name,
                    spheres=sphere_dict(one.shares[number]),
                    alignment=x,
                    alignment_range=(known * x - (1 - known), known * x + (1 - known)),
                    contestedness=contest,
                    hedging=contest >= 2 * HEDGING,
                    known=known,
                    counted=known >= min_known,
                    suppliers={held.suppliers[column]: float(parts[column]) for column in largest},
                ),
            )
        )
    return rows + [(country, _unknown(one)) for country in one.coverage.too_little_known]


def _unknown(one: LayerShares) -> CountryLayer:
    """Something is there, and nobody says whose it is."""
    return CountryLayer(
        layer=one.tie.layer, tie=one.tie.name, spheres=None, alignment=None, alignment_range=(-1.0, 1.0),
        contestedness=None, hedging=None, known=0.0, counted=False,
    )  # fmt: skip


def _order(row: CountryRow) -> tuple[bool, bool, float, int, str]:
    return (
        row.unranked is not None, row.contestedness is None, -(row.contestedness or 0.0), -len(row.layers), row.id
    )  # fmt: skip


def _unranked(country: str, layers: int, least: int) -> str | None:
    if country in POLES:
        return "a pole: the others are measured between the two"
    return f"enough is known on {layers} of at least {least} layers" if layers < least else None


def _country(snapshot: Snapshot, bloc: Bloc, country: str, found: list[CountryLayer], least: int) -> CountryRow:
    counted = [row for row in found if row.counted and row.alignment is not None]
    leanings = [row.alignment for row in counted if row.alignment is not None]
    contests = [row.contestedness for row in counted if row.contestedness is not None]
    return CountryRow(
        id=country,
        name=snapshot.nodes[country].name if country in snapshot.nodes else country,
        sphere=bloc.sphere(country).value,
        layers=tuple(found),
        alignment=sum(leanings) / len(leanings) if leanings else None,
        contestedness=sum(contests) / len(contests) if contests else None,
        hedges_on=tuple(row.layer for row in counted if row.hedging),
        pulled_apart=max(leanings) - min(leanings) if len(leanings) > 1 else None,
        unranked=_unranked(country, len(counted), least),
    )
