"""Read one node."""

from collections.abc import Mapping
from typing import Any

from pydantic import Field

from graph.analysis.results import Result
from graph.facts.border import Scalar
from graph.facts.edges import Edge
from graph.facts.evidence import EdgeRow, NodeClaim, edge_row, node_claim, node_row
from graph.facts.fact import LEAST_QUANTITY, MOST_QUANTITY
from graph.measures.envelope import Answer
from graph.measures.measure import Limits, Measure
from graph.measures.panels import FACTS
from graph.measures.question import Limited
from graph.measures.table import Table, columns, fields
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


def _taken_from(row: Mapping[str, Any]) -> str | None:
    if row["share"] is None:
        return None
    if row["share_source"] is None:
        return f"{'assumed: ' if row['assumed'] else ''}{row['share_basis'] or 'the lens'}"
    return "stated" if row["share_source"] == row["claim"]["source"] else f"stated by {row['share_source']}"


def _number(value: float) -> str:
    return f"{value:,.10g}"


def _states(row: Mapping[str, Any]) -> str | None:
    """Return the figure that the claim itself states, with what it is of and when."""
    claim = row["claim"]
    low, high = (claim["properties"].get(name) for name in (LEAST_QUANTITY, MOST_QUANTITY))
    ends = None if low is None or high is None else f"{_number(low)} to {_number(high)}"
    amount = ends if claim["quantity"] is None else _number(claim["quantity"])
    figures = [
        None if claim["share"] is None else f"share {_number(claim['share'])}",
        None if amount is None else " ".join(filter(None, (amount, claim["unit"]))),
        None if ends in (None, amount) else f"range {ends}",
    ]
    told = [figure for figure in figures if figure]
    when = claim["period"] or (claim["published_on"] and f"published {claim['published_on']}")
    return ", ".join(filter(None, (*told, claim["basis"], claim["denominator"], when))) if told else None


_EDGES = columns(
    "kind", "from", "to", "need", "share", share_taken_from=_taken_from, source="claim.source", checked="claim.checked",
    it_states=_states,
)  # fmt: skip
_EDGES_FILE = fields(
    "kind", "from", "to", "need", "share", "assumed", "share_basis", "share_source", claimed_share="claim.share",
    quantity="claim.quantity", quantity_low=f"claim.properties.{LEAST_QUANTITY}",
    quantity_high=f"claim.properties.{MOST_QUANTITY}",
    **{name: f"claim.{name}" for name in (
        "unit", "basis", "denominator", "period", "valid_from", "valid_to", "source", "published_on", "checked",
        "confidence", "as_reported", "note",
    )},
)  # fmt: skip
MEASURE = Measure(
    answer=node,
    title="One node: its facts with evidence and rivals, its edges by kind",
    panel=FACTS,
    path="/nodes/{node_id}",
    question=NodeQuestion,
    result=NodeFacts,
    tables=(
        Table("edges", _EDGES, file=_EDGES_FILE),
        Table("facts", columns("name", "source", "published_on", "checked", "properties"), "Facts"),
    ),
    example={"node_id": "input:euv-lithography-tools"},
)
