"""Who invested in whom."""

from pydantic import Field

from graph.analysis.series.funding import Funding
from graph.analysis.series.funding import funding as invested
from graph.measures.envelope import Answer
from graph.measures.measure import Limits, Measure
from graph.measures.panels import SERIES
from graph.measures.question import Limited
from graph.measures.table import Table, columns
from graph.snapshots.snapshot import Snapshot


class FundingQuestion(Limited):
    """All laboratories and investors, or some."""

    lab: str | None = Field(default=None, description="only investments in this laboratory")
    investor: str | None = Field(default=None, description="only investments by this company")


def funding(snapshot: Snapshot, question: FundingQuestion, limits: Limits) -> Answer:
    """Return investments in laboratories with round, day and amount, and rival figures of investment by country."""
    lab = snapshot.require(question.lab, "lab") if question.lab is not None else None
    investor = snapshot.require(question.investor, "investor") if question.investor is not None else None
    result, edges, nodes = invested(snapshot, lab, investor)
    return Answer(result, edges=edges, nodes=nodes)


MEASURE = Measure(
    answer=funding,
    title="Investments in laboratories: rounds, amounts, dates, countries of both",
    panel=SERIES,
    path="/funding",
    question=FundingQuestion,
    result=Funding,
    tables=(
        Table(
            "rows", columns("day", "lab", "investor", "investor_country", "round", "amount", "unit", "rival", "source")
        ),
        Table(
            "published",
            columns("period", "subject", "value", "unit", "statement", "source"),
            "As others have published",
        ),
    ),
    example={},
)
