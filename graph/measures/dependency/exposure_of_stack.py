"""What a country's whole stack rests on."""

from pydantic import Field

from graph.analysis.dependency.exposure import To
from graph.analysis.dependency.stack import StackExposure, stack_exposure
from graph.analysis.dependency.stack import _entities as stack_entities
from graph.measures.behind import edges_below
from graph.measures.envelope import Answer
from graph.measures.measure import Limits, Measure
from graph.measures.panels import DEPENDENCY
from graph.measures.question import Limited
from graph.measures.table import Table, columns
from graph.snapshot import Snapshot


class StackQuestion(Limited):
    """A country, and whom it may rest on."""

    country: str = Field(description="an id such as country:FRA")
    to: To = Field(default=To.COUNTRY, description="whom to measure against")


def exposure_of_stack(snapshot: Snapshot, question: StackQuestion, limits: Limits) -> Answer:
    """Return the mean exposure of the country's entities on each layer, and over the layers."""
    found = stack_exposure(snapshot, question.country, question.to)
    layers = stack_entities(snapshot, [found.country])[found.country]
    return Answer(found, edges=edges_below(snapshot, (root for roots in layers.values() for root in roots)))


MEASURE = Measure(
    answer=exposure_of_stack,
    title="What a country's whole stack rests on, layer by layer",
    panel=DEPENDENCY,
    path="/exposure-of-stack/{country}",
    question=StackQuestion,
    result=StackExposure,
    tables=(
        Table("whole", columns("to", "name", "direct", "look_through", "hidden", "home")),
        Table(
            "layers",
            columns("layer", "entities", most=lambda row: [
                f"{one['to']} {one['look_through']:.0%}" for one in row["rows"][:3]
            ]),
            "Layer by layer",
        ),
    ),
    example={"country": "country:FRA", "to": "sphere"},
)
