"""Who owns how much computing power, and from which countries."""

from pydantic import Field

from graph.analysis.series.compute_owners import ComputeOwners
from graph.analysis.series.compute_owners import compute_owners as owned
from graph.measures.envelope import Answer
from graph.measures.measure import Limits, Measure
from graph.measures.panels import SERIES
from graph.measures.question import Limited
from graph.measures.table import Table, columns
from graph.snapshots.snapshot import Snapshot


class ComputeOwnersQuestion(Limited):
    """All owners, or one."""

    owner: str | None = Field(default=None, description="only this company, laboratory, cloud or country")


def compute_owners(snapshot: Snapshot, question: ComputeOwnersQuestion, limits: Limits) -> Answer:
    """Return H100 equivalents by owner and by country at the end of each quarter, newest first, with rival figures."""
    owner = snapshot.require(question.owner, "owner") if question.owner is not None else None
    result, nodes = owned(snapshot, owner)
    return Answer(result, nodes=nodes)


MEASURE = Measure(
    answer=compute_owners,
    title="Who owns how much computing power, by owner and country over time",
    panel=SERIES,
    path="/compute/owners",
    question=ComputeOwnersQuestion,
    result=ComputeOwners,
    tables=(
        Table(
            "rows",
            columns("period", "owner", "country", "value", "low", "high", "share", "missing", "note"),
            "By owner, in H100 equivalents",
        ),
        Table(
            "countries",
            columns("period", "country", "value", "share", "at_most"),
            "By country, in H100 equivalents",
        ),
        Table("published", columns("period", "value", "unit", "statement", "source"), "As others have published"),
    ),
    example={},
)
