"""What a country uses, has adopted and banned, and what a state could switch off."""

from pydantic import Field

from graph.analysis.blocs import DEFAULT, bloc_named
from graph.analysis.fragmentation.use.adopted_layer import AdoptedLayer, adopted_layer
from graph.measures.envelope import Answer
from graph.measures.layers import country_in
from graph.measures.measure import Limits, Measure
from graph.measures.panels import FRAGMENTATION
from graph.measures.question import Question
from graph.measures.table import Table, columns, fields
from graph.snapshots.snapshot import Snapshot


class UsesQuestion(Question):
    """A country, and which countries stand on which side."""

    country_id: str = Field(description="an id such as country:SGP, or its code")
    bloc: str = Field(default=DEFAULT, description="a preset, see /v1/fragmentation/blocs, or both sides")


def uses(snapshot: Snapshot, question: UsesQuestion, limits: Limits) -> Answer:
    """Return stated shares, dated decisions, and by state and horizon what could be stopped and what keeps running."""
    country = country_in(snapshot, question.country_id, "country_id")
    result, edges = adopted_layer(snapshot, country, bloc_named(question.bloc))
    return Answer(result, edges=edges)


MEASURE = Measure(
    answer=uses,
    title="What a country uses, has adopted and banned, and what a supplier's state could switch off",
    panel=FRAGMENTATION,
    path="/uses/{country_id}",
    question=UsesQuestion,
    result=AdoptedLayer,
    tables=(
        Table(
            "decisions",
            columns("day", "decision", "name", "sphere", "by", "sector", "scope", "stage", "runs_on", "note"),
            file=fields(
                "day", "decision", "what", "name", "sphere", "by", "sector", "scope", "stage", "runs_on", "note"
            ),
        ),
        Table(
            "stated",
            columns("name", "share", "quantity", "unit", "basis", "period"),
            "Use, as stated",
            file=fields("what", "name", "sphere", "share", "quantity", "unit", "basis", "denominator", "period"),
        ),
        Table(
            "pressure",
            columns("name", "state", "controls", "told"),
            "What a state could switch off",
            file=fields("what", "name", "state", "controls", "installed", "loss", "told"),
        ),
    ),
    example={"country_id": "country:SGP"},
)
