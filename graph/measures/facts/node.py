"""Read one node."""

from pydantic import Field

from graph.analysis.results import Result
from graph.facts.border import Scalar
from graph.facts.edges import Edge
from graph.facts.evidence import EdgeRow, NodeClaim, edge_row, node_claim, node_row
from graph.measures.envelope import Answer
from graph.measures.measure import Limits, Measure
from graph.measures.panels import FACTS
from graph.measures.question import Limited
from graph.measures.table import Table, columns
from graph.node_ids import EntityId
from graph.ontology import NodeKind
from graph.snapshots.snapshot import Snapshot


class NodeQuestion(Limited):
    """A node."""

    node_id: str = Field(description="an id such as model:glm-5")
    limit: int | None = Field(
        default=200, ge=1, le=5_000, description="most edges of one kind; a file has all when left out"
    )


class NodeFacts(Result):
    """One node with its facts and edges."""

    id: EntityId
    kind: NodeKind
    name: str
    aliases: tuple[str, ...]
    subtype: str | None
    layer: str
    properties: dict[str, Scalar]
    controlled_by: dict[EntityId, float]
    facts: tuple[NodeClaim, ...]
    rivals: tuple[EntityId, ...]
    edges: dict[str, tuple[EdgeRow, ...]]


def node(snapshot: Snapshot, question: NodeQuestion, limits: Limits) -> Answer:
    """Return everything known of a node on the day."""
    found = snapshot.nodes[snapshot.require(question.node_id)]
    grouped: dict[str, list[Edge]] = {}
    for edge in snapshot.edges_at.get(found.id, ()):
        behind = snapshot.dependencies.get((edge.start, edge.need, edge.end))
        grouped.setdefault(edge.kind, []).append(behind if behind is not None and behind.id == edge.id else edge)
    result = NodeFacts(
        **node_row(found).model_dump(),
        properties=dict(found.properties),
        controlled_by=dict(snapshot.controllers(found.id)),
        facts=tuple(node_claim(fact) for fact in found.facts),
        rivals=tuple(sorted({fact.name for fact in found.facts} - {found.name})),
        edges={kind: tuple(edge_row(edge) for edge in edges) for kind, edges in grouped.items()},
    )
    return Answer(result, edges=[edge for edges in grouped.values() for edge in edges[: question.limit]], nodes=[found])


MEASURE = Measure(
    answer=node,
    title="One node: its facts with evidence and rivals, its edges by kind",
    panel=FACTS,
    path="/nodes/{node_id}",
    question=NodeQuestion,
    result=NodeFacts,
    tables=(
        Table("edges", columns("kind", "from", "to", "need", "share", source="claim.source", checked="claim.checked")),
        Table("facts", columns("name", "source", "checked", "properties"), "Facts"),
    ),
    example={"node_id": "input:euv-lithography-tools"},
)
