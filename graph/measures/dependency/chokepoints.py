"""Who stops most: chokepoints ranked over many targets at once."""

from pydantic import Field

from graph.analysis.dependency.criticality import Chokepoints, Weighting, target_ids
from graph.analysis.dependency.criticality import chokepoints as ranked
from graph.analysis.dependency.universe import Over
from graph.measures.behind import edges_below
from graph.measures.envelope import Answer
from graph.measures.measure import Limits, Measure
from graph.measures.panels import DEPENDENCY
from graph.measures.question import Limited, WithReading
from graph.measures.table import Table, columns
from graph.measures.targets import order_within, targets_in
from graph.snapshot import Snapshot


class ChokepointsQuestion(Limited, WithReading):
    """Whose loss is counted, and what it stops."""

    targets: str = Field(default="kind:model", description="kind:model, kind:lab, or ids separated by commas")
    over: Over = Field(default=Over.COUNTRY, description="what is lost")
    max_order: int = Field(default=1, ge=1, description="1: one at a time; 2: pairs too; 3: triples too")
    limit: int = Field(default=25, ge=1, le=500, description="most rows of each order")
    sigma: float = Field(default=0.5, ge=0, le=1, description="substitutability in `criticality`")
    weights: Weighting = Field(default=Weighting.EQUAL, description="how targets are weighed")


def chokepoints(snapshot: Snapshot, question: ChokepointsQuestion, limits: Limits) -> Answer:
    """Return sets with the targets that they stop, and the weighted capacity that all targets lose."""
    wanted = targets_in(question.targets)
    found = ranked(
        snapshot, wanted, question.over, order_within(limits, question.max_order),
        question.limit + 1,  # one more than is shown says whether there are more
        question.sigma, question.weights, question.reading, seconds=limits.seconds,
    )  # fmt: skip
    roots = [snapshot.root(target) for target in target_ids(snapshot, wanted)]
    return Answer(found, edges=edges_below(snapshot, roots))


MEASURE = Measure(
    answer=chokepoints,
    title="Which country, company or entity, pair or triple, stops most of the targets",
    panel=DEPENDENCY,
    path="/chokepoints",
    question=ChokepointsQuestion,
    result=Chokepoints,
    tables=(
        Table(
            "chokepoints",
            columns("members", stops=lambda row: len(row["stops"]), criticality="criticality", certain="certain"),
            per="order",
        ),
    ),
    example={"targets": "kind:lab", "over": "country"},
)
