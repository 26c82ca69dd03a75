"""What ids are called."""

from pydantic import Field

from graph.analysis.results import Result, Row
from graph.measures.envelope import Answer
from graph.measures.measure import Limits, Measure
from graph.measures.panels import FACTS
from graph.measures.question import Ids, Question
from graph.measures.table import Table, columns
from graph.node_ids import EntityId
from graph.ontology import NodeKind
from graph.snapshots.snapshot import Snapshot

MOST = 500
"""Ids that are named at once."""


class NamesQuestion(Question):
    """Some ids."""

    ids: Ids = Field(max_length=MOST, description=f"ids with commas, {MOST} at most")


class Named(Row):
    """An id and its name."""

    id: EntityId
    name: str
    kind: NodeKind


class NamesOfIds(Result):
    """Names, for showing an answer that has ids where people read names."""

    items: tuple[Named, ...]


def names(snapshot: Snapshot, question: NamesQuestion, limits: Limits) -> Answer:
    """Return what each of some entities is called; those that do not exist on the day are left out."""
    nodes = [snapshot.nodes[one] for one in dict.fromkeys(question.ids) if one in snapshot.nodes]
    return Answer(NamesOfIds(items=tuple(Named(id=node.id, name=node.name, kind=node.kind) for node in nodes)))


MEASURE = Measure(
    answer=names,
    title="What entities are called, by id",
    panel=FACTS,
    path="/names",
    question=NamesQuestion,
    result=NamesOfIds,
    tables=(Table("items", columns("id", "name", "kind")),),
    example={"ids": ["model:glm-5", "country:NLD"]},
    positional=("ids",),
)
