"""Where countries stand between the two poles."""

from pydantic import Field

from graph.analysis.fragmentation.countries.rows import Countries
from graph.analysis.fragmentation.countries.standings import countries
from graph.analysis.fragmentation.explanation import edges_behind
from graph.analysis.fragmentation.layers.ranking import MIN_UNITS, Enough, RankBy
from graph.analysis.fragmentation.layers.shares import measure
from graph.measures.envelope import Answer
from graph.measures.layers import LayersQuestion, choice_of, coverage_of
from graph.measures.measure import Limits, Measure
from graph.measures.panels import FRAGMENTATION
from graph.measures.question import Limited
from graph.measures.table import Table, columns, fields
from graph.snapshots.snapshot import Snapshot


class ContestedQuestion(LayersQuestion, Limited):
    """Layers, and how many countries."""

    by: RankBy = Field(default=RankBy.CONTESTED, description="what countries are ranked by, the most first")
    min_units: int = Field(default=MIN_UNITS, ge=1, le=1_000, description="known units without which none is ranked")
    min_layers: int | None = Field(
        default=None, ge=1, le=20, description="on how many of the layers compared; all of them when left out"
    )
    limit: int | None = Field(default=300, ge=1, le=300, description="most countries; a file has all when left out")


def contested(snapshot: Snapshot, question: ContestedQuestion, limits: Limits) -> Answer:
    """Return countries by sphere on each layer: ranked where enough is known, then the poles, then what is missing."""
    choice = choice_of(snapshot, question)
    measured = measure(snapshot, choice)
    enough = Enough(units=question.min_units, layers=question.min_layers)
    result = countries(snapshot, choice, question.by, enough)
    return Answer(result, edges=edges_behind(snapshot, measured), coverage=coverage_of(measured))


MEASURE = Measure(
    answer=contested,
    title="Alignment, contestedness and hedging: countries ranked where enough is known",
    panel=FRAGMENTATION,
    path="/fragmentation/countries",
    question=ContestedQuestion,
    result=Countries,
    tables=(
        Table(
            "countries",
            columns(
                "name",
                rank="rank.rank",
                best="rank.best",
                worst="rank.worst",
                units="units",
                alignment="alignment",
                contestedness="contestedness",
                hedges_on="hedges_on",
                hedging_degree="hedging_degree",
                pulled_apart="pulled_apart",
                unranked="unranked",
            ),
            file=fields(
                "id", "name", "sphere", rank="rank.rank", best="rank.best", worst="rank.worst",
                units="units", alignment="alignment", alignment_range="alignment_range", contestedness="contestedness",
                contestedness_range="contestedness_range", hedges_on="hedges_on",
                hedging_degree="hedging_degree", hedging_degree_range="hedging_degree_range",
                pulled_apart="pulled_apart", pulled_apart_range="pulled_apart_range", unranked="unranked",
            ),
        ),
    ),
    example={"layer": "clouds", "limit": 5},
)  # fmt: skip
