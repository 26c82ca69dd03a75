"""Computing power by country, one data set at a time."""

from pydantic import Field

from graph.analysis.series.compute_by_country import ComputeByCountry
from graph.analysis.series.compute_by_country import compute_by_country as counted
from graph.measures.envelope import Answer
from graph.measures.layers import country_in
from graph.measures.measure import Limits, Measure
from graph.measures.panels import SERIES
from graph.measures.question import Limited
from graph.measures.table import Table, columns
from graph.snapshots.snapshot import Snapshot


class ComputeByCountryQuestion(Limited):
    """All countries, or one."""

    country: str | None = Field(default=None, description="only this country; shares stay those of the whole")


def compute_by_country(snapshot: Snapshot, question: ComputeByCountryQuestion, limits: Limits) -> Answer:
    """Return clusters, frontier sites and owners' holdings by country, each beside the published figures."""
    country = country_in(snapshot, question.country, "country") if question.country is not None else None
    result, nodes = counted(snapshot, country)
    return Answer(result, nodes=nodes)


MEASURE = Measure(
    answer=compute_by_country,
    title="Computing power by country: clusters, frontier sites and owners apart, beside what is published",
    panel=SERIES,
    path="/compute/countries",
    question=ComputeByCountryQuestion,
    result=ComputeByCountry,
    tables=(Table("samples", columns("sample", "about", "value", "units", "without_size", "reason", "differs")),),
    example={},
)
