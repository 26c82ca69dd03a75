"""How long stocks last."""

from pydantic import Field

from graph.analysis.dependency.stocks import RunOuts, run_out
from graph.errors import QuestionError
from graph.facts.border import Day
from graph.measures.envelope import Answer
from graph.measures.measure import Limits, Measure
from graph.measures.panels import DEPENDENCY
from graph.measures.question import Ids, Limited
from graph.measures.table import Table, columns, fields
from graph.snapshots.snapshot import Snapshot


class StocksQuestion(Limited):
    """Stocks, and how fast they are used."""

    item: Ids = Field(default=(), description="only these chips or inputs")
    holder: Ids = Field(default=(), description="only these companies or countries")
    rate_low: float | None = Field(
        default=None, gt=0, allow_inf_nan=False, description="units used in a year, at least"
    )
    rate_high: float | None = Field(
        default=None, gt=0, allow_inf_nan=False, description="units used in a year, at most"
    )
    cut_off: Day | None = Field(default=None, description="day on which supply stops; default the day asked for")


def stocks(snapshot: Snapshot, question: StocksQuestion, limits: Limits) -> Answer:
    """Return one row a stock; without a rate there are quantities and no days."""
    low, high = question.rate_low, question.rate_high
    if (low is None) != (high is None):
        raise QuestionError("give rate_low and rate_high together: a rate is a range", "rate_low")
    rate = None if low is None or high is None else (low, high)
    found = run_out(snapshot, question.item, question.holder, rate, question.cut_off)
    return Answer(found, sources=(source for row in found.rows for source in row.sources))


_COLUMNS = columns(
    "holder", "item", "quantity", "stated", "unit", "measured", "days", "runs_out", "assumption", "notes"
)  # fmt: skip
_FILE = fields(
    "holder", "item", "quantity", "stated", "unit", "measured", "bases", "rate", "days", "runs_out", "assumption",
    "notes", "sources",
)  # fmt: skip
MEASURE = Measure(
    answer=stocks,
    title="How long stocks last when supply is cut off, as a range with its assumption",
    panel=DEPENDENCY,
    path="/stocks",
    question=StocksQuestion,
    result=RunOuts,
    tables=(Table("rows", _COLUMNS, file=_FILE),),
    example={"item": "chip:huawei-ascend-910c"},
    positional=("item",),
)
