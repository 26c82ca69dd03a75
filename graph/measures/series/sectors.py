"""Which sectors use whose models."""

from pydantic import Field

from graph.analysis.blocs import DEFAULT, bloc_named
from graph.analysis.series.sectors import Sectors
from graph.analysis.series.sectors import sectors as told
from graph.measures.envelope import Answer
from graph.measures.measure import Limits, Measure
from graph.measures.panels import SERIES
from graph.measures.question import Limited
from graph.measures.table import Table, columns
from graph.snapshots.snapshot import Snapshot


class SectorsQuestion(Limited):
    """All sectors."""

    bloc: str = Field(default=DEFAULT, description="whose models count for which side")


def sectors(snapshot: Snapshot, question: SectorsQuestion, limits: Limits) -> Answer:
    """Return decisions to use and bans by sector and sphere, stated shares of use, published figures and plans."""
    result, edges, nodes = told(snapshot, bloc_named(question.bloc))
    return Answer(result, edges=edges, nodes=nodes)


MEASURE = Measure(
    answer=sectors,
    title="Which sectors: decisions to use or ban, stated shares of use, plans",
    panel=SERIES,
    path="/sectors",
    question=SectorsQuestion,
    result=Sectors,
    tables=(
        Table("rows", columns("sector", "adopted", "at_home", "stages", "banned", "countries")),
        Table(
            "uses",
            columns("sector", "used", "share", "quantity", "unit", "basis", "denominator", "period", "source"),
            "Figures that a source states",
        ),
        Table(
            "published",
            columns("period", "subject", "value", "unit", "statement", "source"),
            "As others have published",
        ),
    ),
    example={},
)
