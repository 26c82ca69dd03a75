"""Everything that rests on an entity."""

from graph.analysis.dependency.paths.closure import downstream
from graph.formats.network import NodeLinkGraph
from graph.measures.closures import TABLES, ClosureQuestion, Dependencies, closure_answer, closure_network
from graph.measures.envelope import Answer
from graph.measures.measure import Limits, Measure
from graph.measures.panels import DEPENDENCY
from graph.snapshots.snapshot import Snapshot


def dependents(snapshot: Snapshot, question: ClosureQuestion, limits: Limits) -> Answer:
    """Return the downstream closure, nearest first, with the evidence of every edge."""
    closure = downstream(snapshot, question.node_id, question.depth)
    return closure_answer(snapshot, closure, question.criterion)


def network(snapshot: Snapshot, question: ClosureQuestion, limits: Limits) -> NodeLinkGraph:
    """Return the closure as a network."""
    return closure_network(snapshot, downstream(snapshot, question.node_id, question.depth))


MEASURE = Measure(
    answer=dependents,
    title="Everything that rests on an entity",
    panel=DEPENDENCY,
    path="/dependents/{node_id}",
    question=ClosureQuestion,
    result=Dependencies,
    tables=TABLES,
    network=network,
    example={"node_id": "company:asml", "depth": 2},
)
