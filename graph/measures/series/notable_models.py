"""How many notable models come from which country."""

from pydantic import Field

from graph.analysis.series.notable_models import NotableModels
from graph.analysis.series.notable_models import notable_models as counted
from graph.measures.envelope import Answer
from graph.measures.measure import Limits, Measure
from graph.measures.panels import SERIES
from graph.measures.question import Limited
from graph.measures.table import Table, columns
from graph.snapshots.snapshot import Snapshot


class NotableModelsQuestion(Limited):
    """All countries, or one; all years, or the later ones."""

    country: str | None = Field(default=None, description="only this country")
    first_year: int = Field(default=0, ge=0, le=9999, description="leave out earlier years")


def notable_models(snapshot: Snapshot, question: NotableModelsQuestion, limits: Limits) -> Answer:
    """Return notable models by year and country, with the population counted and rival counts beside them."""
    country = snapshot.require(question.country, "country") if question.country is not None else None
    result, nodes = counted(snapshot, country, question.first_year)
    return Answer(result, nodes=nodes)


MEASURE = Measure(
    answer=notable_models,
    title="Notable models by year and country, of a named population",
    panel=SERIES,
    path="/notable-models",
    question=NotableModelsQuestion,
    result=NotableModels,
    tables=(
        Table("rows", columns("year", "country", "models", "models_by_owner", "of", "share", "without_seat")),
        Table("published", columns("period", "value", "unit", "statement", "source"), "As others have published"),
    ),
    example={},
)
