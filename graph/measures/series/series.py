"""Figures over time that the debate turns on."""

from pydantic import Field

from graph.analysis.blocs import DEFAULT, bloc_named
from graph.analysis.series.results import Series
from graph.analysis.series.table import series as points_of
from graph.measures.envelope import Answer
from graph.measures.measure import Limits, Measure
from graph.measures.panels import SERIES
from graph.measures.question import Question
from graph.measures.table import Table, columns
from graph.snapshots.snapshot import Snapshot


class SeriesQuestion(Question):
    """A series, by whose scores and blocs."""

    name: str = Field(description="see /v1/series")
    benchmark: str | None = Field(default=None, description="whose scores are used, where the series goes by score")
    bloc: str = Field(default=DEFAULT, description="whose models count for which side")


def series(snapshot: Snapshot, question: SeriesQuestion, limits: Limits) -> Answer:
    """Return the points that follow from our facts, and what others have published on the topic."""
    result, edges, nodes = points_of(snapshot, question.name, bloc_named(question.bloc), question.benchmark)
    return Answer(result, edges=edges, nodes=nodes)


MEASURE = Measure(
    answer=series,
    title="Capability lag, prices, open weights, token shares, users, investment, revenue, plans, automation",
    panel=SERIES,
    path="/series/{name}",
    question=SeriesQuestion,
    result=Series,
    tables=(
        Table(
            "points",
            columns(
                "at",
                "period",
                "group",
                "value",
                "low",
                "high",
                "unit",
                "label",
                "compared_with",
                "basis",
                "denominator",
                "figures",
                "note",
            ),
        ),
        Table(
            "published",
            columns("period", "subject", "value", "unit", "statement", "source"),
            "As others have published",
        ),
    ),
    example={"name": "capability-lag"},
)
