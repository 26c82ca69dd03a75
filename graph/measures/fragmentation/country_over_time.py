"""One country over time."""

from pydantic import Field

from graph.analysis.fragmentation.countries.one_country import CountryOverTime, over_time
from graph.analysis.fragmentation.explanation import edges_behind
from graph.analysis.fragmentation.layers.shares import measure
from graph.analysis.fragmentation.timeline import Spacing, days
from graph.facts.border import Day
from graph.facts.dates import before
from graph.measures.envelope import Answer
from graph.measures.layers import SPAN, LayersQuestion, choice_of, country_in
from graph.measures.measure import Limits, Measure
from graph.measures.panels import FRAGMENTATION
from graph.measures.table import Table, columns, fields
from graph.snapshots.snapshot import Snapshot


class CountryOverTimeQuestion(LayersQuestion):
    """A country, and the days on which it is measured."""

    country_id: str = Field(description="an id such as country:IDN, or its code")
    start: Day | None = Field(default=None, alias="from", description="a year back by month, ten by year")
    end: Day | None = Field(default=None, alias="to", description="`as_of` when left out")
    step: Spacing = Field(default=Spacing.YEAR, description="distance between points")


def country_over_time(snapshot: Snapshot, question: CountryOverTimeQuestion, limits: Limits) -> Answer:
    """Return a country's spheres, alignment and contestedness on every layer day by day, and where the line is torn."""
    country = country_in(snapshot, question.country_id, "country_id")
    last = question.end or snapshot.as_of
    on = days(question.start or before(last, SPAN[question.step]), last, question.step)
    choice = choice_of(snapshot, question)
    result = over_time(snapshot, choice, country, on)
    measured = measure(snapshot, choice.among_only(country))
    return Answer(result, edges=edges_behind(snapshot, measured))


MEASURE = Measure(
    answer=country_over_time,
    title="One country over time on all layers, with gaps where days may not be compared",
    panel=FRAGMENTATION,
    path="/fragmentation/countries/{country_id}/timeline",
    question=CountryOverTimeQuestion,
    result=CountryOverTime,
    tables=(
        Table(
            "points",
            columns(
                "as_of",
                "layer",
                alignment="alignment",
                alignment_range="alignment_range",
                units="units",
                to_rank="to_rank",
                gap="gap",
            ),
            file=fields("as_of", "layer", "alignment", "alignment_range", "units", "to_rank", "gap"),
        ),
    ),
    example={"country_id": "country:IDN", "from": "2024-01-01"},
)
