"""What an entity loses without whom."""

from pydantic import Field

from graph.analysis.dependency.exposure.exposure import Exposure
from graph.analysis.dependency.exposure.exposure import exposure as measured
from graph.analysis.dependency.exposure.targets import To
from graph.measures.behind import support_below
from graph.measures.envelope import Answer
from graph.measures.measure import Limits, Measure
from graph.measures.panels import DEPENDENCY
from graph.measures.question import Limited
from graph.measures.ranking import TableRanking
from graph.measures.table import Table, columns, fields
from graph.measures.told import lost
from graph.snapshots.snapshot import Snapshot


class ExposureQuestion(Limited):
    """An entity, and whom it may rest on."""

    node_id: str = Field(description="an id such as model:glm-5")
    to: To = Field(default=To.COUNTRY, description="whom, or what, to measure against")


def exposure(snapshot: Snapshot, question: ExposureQuestion, limits: Limits) -> Answer:
    """Return what is lost without each, nothing substituted, largest first; with the share of each need."""
    found = measured(snapshot, question.node_id, question.to)
    return Answer(found, edges=support_below(snapshot, [snapshot.root(found.id)]))


MEASURE = Measure(
    answer=exposure,
    title="What an entity loses without each country, company, sphere or input, need by need",
    panel=DEPENDENCY,
    path="/exposure/{node_id}",
    question=ExposureQuestion,
    result=Exposure,
    tables=(
        Table(
            "rows",
            columns(
                "to",
                "name",
                loss=lost("loss"),
                needs=lambda row: [one["need"] for one in row["needs"][:3]],
                home="home",
                besides_home=lost("besides_home"),
            ),
            file=fields("to", "name", "loss", needs="needs.need", home="home", besides_home="besides_home"),
            ranking=TableRanking(lambda row: [round(part, 9) for part in row.loss], "cost", "as much"),
        ),
    ),
    example={"node_id": "model:glm-5"},
)
