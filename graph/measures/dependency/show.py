"""Everything an entity rests on."""

from graph.analysis.dependency.paths.closure import upstream
from graph.formats.network import NodeLinkGraph
from graph.measures.closures import TABLES, ClosureQuestion, Dependencies, closure_answer, closure_network
from graph.measures.envelope import Answer
from graph.measures.measure import Limits, Measure
from graph.measures.panels import DEPENDENCY
from graph.snapshots.snapshot import Snapshot


def show(snapshot: Snapshot, question: ClosureQuestion, limits: Limits) -> Answer:
    """Return the upstream closure, nearest first, with the evidence of every edge."""
    closure = upstream(snapshot, question.node_id, question.depth)
    return closure_answer(snapshot, closure, question.criterion)


def network(snapshot: Snapshot, question: ClosureQuestion, limits: Limits) -> NodeLinkGraph:
    """Return the closure as a network."""
    return closure_network(snapshot, upstream(snapshot, question.node_id, question.depth))


MEASURE = Measure(
    answer=show,
    title="Everything an entity rests on, its needs and single points of failure",
    panel=DEPENDENCY,
    path="/dependencies/{node_id}",
    question=ClosureQuestion,
    result=Dependencies,
    tables=TABLES,
    network=network,
    example={"node_id": "model:glm-5", "depth": 2},
)
