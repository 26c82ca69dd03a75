"""A country between the two poles: on one layer, over layers, and all of them together (methods B2, B4c)."""

from collections.abc import Mapping
from typing import Any

from pydantic import Field

from graph.analysis.blocs import Bloc
from graph.analysis.fragmentation.layers.coverage import LayerCoverage
from graph.analysis.fragmentation.layers.ranking import Rank, RankBy, Standing
from graph.analysis.fragmentation.layers.weights import Weights
from graph.analysis.results import Result, Row, settled, settled_shares
from graph.node_ids import EntityId
from graph.ontology import Layer
from graph.snapshots.arrays import Interval

WITHHELD: Mapping[str, object] = {
    "spheres": None, "spheres_range": None, "alignment": None, "alignment_range": (-1.0, 1.0), "contestedness": None,
    "contestedness_range": (0.0, 1.0), "alignment_by_one": (-1.0, 1.0), "contestedness_by_one": (0.0, 1.0),
    "hedging": None, "counted": False,
}  # fmt: skip


class Leaning(Row):
    """Where a country stands on one layer, with everything that unstated shares leave possible."""

    spheres: Mapping[str, float | None] | None
    spheres_range: dict[str, Interval]
    alignment: float | None
    alignment_range: Interval
    contestedness: float | None
    contestedness_range: Interval


class CountryLayer(Row):
    """A country on one layer."""

    layer: Layer
    tie: str
    spheres: dict[str, float | None] | None = Field(
        description="shares of what is known, null where nothing is; each null where its range leaves no value"
    )
    spheres_range: dict[str, Interval] | None = Field(description="shares over every split that the facts allow; sharp")
    alignment: float | None = Field(description="p_US - p_China, -1..1; null where its range leaves no central value")
    alignment_range: Interval = Field(description="the same over every split that the facts allow; sharp")
    contestedness: float | None = Field(description="2 min(p_US, p_China), 0..1; null likewise")
    contestedness_range: Interval = Field(description="the same over every split that the facts allow; sharp")
    alignment_by_one: Interval = Field(
        default=(-1.0, 1.0), description="alignment_range, had the country one unit more or less of any sphere"
    )
    contestedness_by_one: Interval = Field(default=(0.0, 1.0), description="contestedness_range likewise")
    hedging: bool | None = Field(
        description="both poles supply at least a tenth, whatever is not known; null where that decides"
    )
    known: float = Field(description="part of the portfolio whose sphere is known")
    settled: float = Field(description="part of it whose sphere is the same whatever the split")
    units: int = Field(description="units of it whose supplier is known")
    counted: bool = Field(description="enough is known, so that the country enters the index")
    to_rank: str | None = Field(
        description="what would have to be known to rank it on this layer; null where enough is"
    )
    rank: Rank | None = Field(
        default=None, description="its place on this layer alone; none by=pulled-apart, which takes two"
    )
    suppliers: dict[EntityId, float] = Field(default={}, description="largest suppliers, parts of the portfolio")


class CountryRow(Row):
    """A country over the layers where it has ties; averages are over those compared, where enough is known of it."""

    id: EntityId
    name: str
    sphere: str
    standing: Standing
    rank: Rank | None = Field(default=None, description="null where it is not ranked")
    unranked: str | None = Field(
        default=None, description="why it is not ranked: a pole, or what would have to be known; null where it is"
    )
    layers: tuple[CountryLayer, ...]
    units: dict[str, int] = Field(description="units with a known supplier that averages and rank rest on, by layer")
    alignment: float | None = Field(description="null where its range leaves no central value; so are the others")
    alignment_range: Interval | None
    contestedness: float | None
    contestedness_range: Interval | None
    hedges_on: tuple[Layer, ...] = Field(
        description="layers on which it rests on both poles, whatever is not known; `hedging_degree` counts by what is"
    )
    hedging_degree: float | None = Field(
        description="how many layers it hedges on, and on average over them the smaller pole's share (0..0.5)"
    )
    hedging_degree_range: Interval | None = None
    pulled_apart: float | None = Field(description="widest difference of alignment between two layers, 0..2")
    pulled_apart_range: Interval | None = None


def settled_row(row: CountryRow) -> CountryRow:
    """Return a row without the central values that their intervals leave none: ranks and means are made before.

    Parameters
    ----------
    row : CountryRow
        With all of its central values.
    """
    return row.model_copy(
        update={
            "layers": tuple(one.model_copy(update=settled_leaning(one)) for one in row.layers),
            "alignment": settled(row.alignment, row.alignment_range, 2),
            "contestedness": settled(row.contestedness, row.contestedness_range),
            "hedging_degree": settled(row.hedging_degree, row.hedging_degree_range, len(row.units) + 0.5),
            "pulled_apart": settled(row.pulled_apart, row.pulled_apart_range, 2),
        }
    )


def settled_leaning(one: Leaning | CountryLayer) -> dict[str, Any]:
    """Return the values of a country on one layer, each where its range leaves it one.

    Parameters
    ----------
    one : Leaning or CountryLayer
        With all of its central values.
    """
    return {
        "spheres": settled_shares(one.spheres, one.spheres_range),
        "alignment": settled(one.alignment, one.alignment_range, 2),
        "contestedness": settled(one.contestedness, one.contestedness_range),
    }


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
