"""Where clouds have accelerators."""

from pydantic import Field

from graph.analysis.series.accelerator_regions import AcceleratorRegions
from graph.analysis.series.accelerator_regions import accelerator_regions as counted
from graph.measures.envelope import Answer
from graph.measures.measure import Limits, Measure
from graph.measures.panels import SERIES
from graph.measures.question import Limited
from graph.measures.table import Table, columns
from graph.snapshots.snapshot import Snapshot


class AcceleratorRegionsQuestion(Limited):
    """All countries and operators, or some."""

    country: str | None = Field(default=None, description="only regions that stand there")
    operator: str | None = Field(default=None, description="only regions of this cloud or company")


def accelerator_regions(snapshot: Snapshot, question: AcceleratorRegionsQuestion, limits: Limits) -> Answer:
    """Return cloud regions by country and operator: with accelerators, without, and not known."""
    country = snapshot.require(question.country, "country") if question.country is not None else None
    operator = snapshot.require(question.operator, "operator") if question.operator is not None else None
    result, edges, nodes = counted(snapshot, country, operator)
    return Answer(result, edges=edges, nodes=nodes)


MEASURE = Measure(
    answer=accelerator_regions,
    title="Cloud regions with accelerators, by country and operator",
    panel=SERIES,
    path="/compute/regions",
    question=AcceleratorRegionsQuestion,
    result=AcceleratorRegions,
    tables=(
        Table(
            "rows", columns("country", "operator", "with_accelerators", "without", "not_known", "at_most", "regions")
        ),
    ),
    example={},
)
