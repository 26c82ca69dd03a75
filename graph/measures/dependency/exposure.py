"""What share of an entity rests on whom, all the way down."""

from pydantic import Field

from graph.analysis.dependency.exposure import Exposure, To
from graph.analysis.dependency.exposure import exposure as measured
from graph.measures.behind import edges_below
from graph.measures.envelope import Answer
from graph.measures.measure import Limits, Measure
from graph.measures.panels import DEPENDENCY
from graph.measures.question import Limited
from graph.measures.table import Table, columns
from graph.snapshot import Snapshot


class ExposureQuestion(Limited):
    """An entity, and whom it may rest on."""

    node_id: str = Field(description="an id such as model:glm-5")
    to: To = Field(default=To.COUNTRY, description="whom to measure against")


def exposure(snapshot: Snapshot, question: ExposureQuestion, limits: Limits) -> Answer:
    """Return rows, largest look-through exposure first."""
    found = measured(snapshot, question.node_id, question.to)
    return Answer(found, edges=edges_below(snapshot, [snapshot.root(found.id)]))


MEASURE = Measure(
    answer=exposure,
    title="Direct, look-through and hidden exposure to countries, companies or spheres",
    panel=DEPENDENCY,
    path="/exposure/{node_id}",
    question=ExposureQuestion,
    result=Exposure,
    tables=(Table("rows", columns("to", "name", "direct", "look_through", "hidden", "home")),),
    example={"node_id": "model:glm-5"},
)
