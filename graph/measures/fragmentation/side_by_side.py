"""Two countries side by side."""

from pydantic import Field

from graph.analysis.fragmentation.countries.one_country import TwoCountries
from graph.analysis.fragmentation.countries.one_country import side_by_side as beside
from graph.analysis.fragmentation.explanation import edges_behind
from graph.analysis.fragmentation.layers.shares import measure
from graph.errors import QuestionError
from graph.measures.envelope import Answer
from graph.measures.layers import LayersQuestion, choice_of, country_in, coverage_of
from graph.measures.measure import Limits, Measure
from graph.measures.panels import FRAGMENTATION
from graph.measures.table import Table, columns, fields
from graph.snapshots.snapshot import Snapshot


class SideBySideQuestion(LayersQuestion):
    """Two countries, and how they are measured."""

    first: str = Field(description="an id such as country:IDN, or its code")
    second: str = Field(description="another")


def side_by_side(snapshot: Snapshot, question: SideBySideQuestion, limits: Limits) -> Answer:
    """Return both countries on every layer, what sets them apart as an interval, and where they may not be compared."""
    first, second = (country_in(snapshot, getattr(question, name), name) for name in ("first", "second"))
    if first == second:
        raise QuestionError("two countries are compared, not one with itself", "second")
    choice = choice_of(snapshot, question)
    measured = measure(snapshot, choice)
    result = beside(snapshot, choice, first, second)
    return Answer(result, edges=edges_behind(snapshot, measured), coverage=coverage_of(measured))


MEASURE = Measure(
    answer=side_by_side,
    title="Two countries side by side on all layers",
    panel=FRAGMENTATION,
    path="/fragmentation/side-by-side",
    question=SideBySideQuestion,
    result=TwoCountries,
    tables=(
        Table(
            "layers",
            columns(
                "layer",
                first="first.alignment",
                first_range="first.alignment_range",
                second="second.alignment",
                second_range="second.alignment_range",
                gap="alignment_gap",
                gap_range="alignment_gap_range",
                distance="distance",
                distance_range="distance_range",
                not_comparable="not_comparable",
            ),
            file=fields(
                "layer",
                "alignment_gap",
                "alignment_gap_range",
                "distance",
                "not_comparable",
                first="first.alignment",
                first_range="first.alignment_range",
                second="second.alignment",
                second_range="second.alignment_range",
            ),
        ),
    ),
    example={"first": "country:IDN", "second": "country:MYS"},
    positional=("first", "second"),
)
