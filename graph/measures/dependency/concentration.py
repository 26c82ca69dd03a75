"""How few supply an input."""

from pydantic import Field

from graph.analysis.dependency.concentration.concentration import Concentration
from graph.analysis.dependency.concentration.concentration import concentration as measured
from graph.analysis.dependency.concentration.market_shares import Grouping
from graph.measures.envelope import Answer
from graph.measures.measure import Limits, Measure
from graph.measures.panels import DEPENDENCY
from graph.measures.question import Ids, Limited
from graph.measures.table import Table, columns, fields
from graph.snapshots.snapshot import Snapshot


class ConcentrationQuestion(Limited):
    """Inputs, and whose shares count."""

    input: Ids = Field(default=(), description="only these inputs")
    by: Grouping = Field(default=Grouping.COMPANY, description="group suppliers by company or country")


def concentration(snapshot: Snapshot, question: ConcentrationQuestion, limits: Limits) -> Answer:
    """Return one row a share set: what nobody named makes the index an interval."""
    found = measured(snapshot, question.input, question.by)
    return Answer(found, sources=(source for row in found.rows for source in row.sources))


EMPTY = "no source states shares of its suppliers; without an input, all are listed of which one does"

MEASURE = Measure(
    answer=concentration,
    title="Herfindahl-Hirschman index of each input as an interval, by basis and period",
    panel=DEPENDENCY,
    path="/concentration",
    question=ConcentrationQuestion,
    result=Concentration,
    tables=(
        Table(
            "rows",
            columns("input", "basis", "period", "hhi", "effective", "suppliers"),
            nothing=EMPTY,
            file=fields(
                "input", "name", "need", "by", "basis", "period", "hhi", "effective", "used", "remainder",
                supplier="suppliers.id", supplier_name="suppliers.name", supplier_share="suppliers.share",
            ),
            each="suppliers",
        ),
    ),
    example={"input": "input:hbm"},
    positional=("input",),
)  # fmt: skip
