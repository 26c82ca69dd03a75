"""How few supply what an entity rests on."""

from pydantic import Field

from graph.analysis.dependency.concentration.along_stack import StackConcentration, stack_concentration
from graph.analysis.dependency.concentration.market_shares import Grouping
from graph.measures.behind import support_below
from graph.measures.envelope import Answer
from graph.measures.measure import Limits, Measure
from graph.measures.panels import DEPENDENCY
from graph.measures.question import Limited
from graph.measures.table import Table, columns, fields
from graph.snapshots.snapshot import Snapshot


class AlongQuestion(Limited):
    """An entity, and whose shares count."""

    node_id: str = Field(description="an id such as model:glm-5")
    by: Grouping = Field(default=Grouping.COUNTRY, description="group suppliers by company or country")


def concentration_along(snapshot: Snapshot, question: AlongQuestion, limits: Limits) -> Answer:
    """Return the needs of the whole closure, those most concentrated for certain first."""
    found = stack_concentration(snapshot, question.node_id, question.by)
    return Answer(found, edges=support_below(snapshot, [snapshot.root(found.id)]))


MEASURE = Measure(
    answer=concentration_along,
    title="Concentration of every need along an entity's stack",
    panel=DEPENDENCY,
    path="/concentration/{node_id}",
    question=AlongQuestion,
    result=StackConcentration,
    tables=(
        Table(
            "rows",
            columns("of", "need", "depth", "hhi", "central", "effective", "assumed", "closed", "suppliers"),
            file=fields(
                "of", "need", "depth", "hhi", "effective", "assumed", "closed", hhi_central="central",
                supplier="suppliers.id", supplier_name="suppliers.name", supplier_share="suppliers.share",
            ),
            each="suppliers",
        ),
    ),
    example={"node_id": "chip:nvidia-h100"},
)  # fmt: skip
