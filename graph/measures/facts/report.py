"""What the graph covers."""

from graph.analysis.coverage import Coverage, coverage
from graph.measures.envelope import Answer
from graph.measures.measure import Limits, Measure
from graph.measures.panels import FACTS
from graph.measures.question import Question
from graph.measures.table import Table, columns
from graph.snapshots.snapshot import Snapshot

COUNTED = (
    "nodes_by_kind", "nodes_by_layer", "edges_by_kind", "claims_by_dataset", "nodes_by_country", "checked",
    "confidence", "out_of_sight",
)  # fmt: skip


def report(snapshot: Snapshot, question: Question, limits: Limits) -> Answer:
    """Return what the graph covers on the day."""
    return Answer(coverage(snapshot))


MEASURE = Measure(
    answer=report,
    title="Coverage: counts by source, kind, layer and country; conflicts; what is unread",
    panel=FACTS,
    path="/report",
    question=Question,
    result=Coverage,
    tables=tuple(Table(name, columns("what", "count"), name.replace("_", " ")) for name in COUNTED),
)
