"""Find and read nodes."""

from typing import Annotated

from fastapi import APIRouter, Depends, Query

from api.dependencies import Envelope, Question, answer, get_settings
from api.settings import Settings
from graph.errors import QuestionError
from graph.evidence import EdgeRow, NodeClaim, NodeRow, edge_row, node_claim, node_row
from graph.facts import Scalar
from graph.ontology import NodeKind
from graph.search import search

router = APIRouter(tags=["nodes"])


class NodesAnswer(Envelope):
    """A page of nodes."""

    items: list[NodeRow]
    total: int
    next_cursor: str | None = None


class NodeAnswer(Envelope):
    """One node with its facts and edges."""

    id: str
    kind: NodeKind
    name: str
    aliases: tuple[str, ...]
    subtype: str | None
    layer: str
    properties: dict[str, Scalar]
    controlled_by: dict[str, float]
    facts: list[NodeClaim]
    rivals: list[str]
    edges: dict[str, list[EdgeRow]]


def page_start(cursor: str | None) -> int:
    """Return the offset that a cursor stands for."""
    try:
        return int(cursor) if cursor else 0
    except ValueError as error:
        raise QuestionError("cursor: use the `next_cursor` of the answer before", "cursor") from error


@router.get("/nodes", summary="List nodes, or search them by name and alias")
def list_nodes(
    question: Annotated[Question, Depends()],
    settings: Annotated[Settings, Depends(get_settings)],
    kind: Annotated[NodeKind | None, Query(description="only this kind")] = None,
    q: Annotated[str | None, Query(max_length=200, description="name, alias or id, or a part of it")] = None,
    country: Annotated[str | None, Query(description="only what this country controls through the lens")] = None,
    limit: Annotated[int | None, Query(ge=1, le=10_000)] = None,
    cursor: str | None = None,
) -> NodesAnswer:
    """Return nodes that existed on the day, best match first."""
    snapshot = question.snapshot
    nodes = [node for node in snapshot.nodes.values() if kind is None or node.kind is kind]
    if country is not None:
        home = snapshot.require(country, "country")
        nodes = [node for node in nodes if home in snapshot.controllers(node.id) or node.id == home]
    if q is not None:
        nodes = search(nodes, q)
    start, count = page_start(cursor), limit or settings.page_limit
    more = start + count < len(nodes)
    return answer(
        NodesAnswer,
        question,
        {
            "items": [node_row(node) for node in nodes[start : start + count]],
            "total": len(nodes),
            "next_cursor": str(start + count) if more else None,
        },
        truncated=more,
        limits={"limit": count} if more else None,
    )


@router.get("/nodes/{node_id}", summary="One node: its facts with evidence and rivals, its edges by kind")
def get_node(
    node_id: str,
    question: Annotated[Question, Depends()],
    limit: Annotated[int, Query(ge=1, le=5_000, description="most edges of one kind")] = 200,
) -> NodeAnswer:
    """Return everything known of a node on the day."""
    snapshot = question.snapshot
    node = snapshot.nodes[snapshot.require(node_id)]
    grouped: dict[str, list[EdgeRow]] = {}
    used = []
    truncated = False
    for edge in snapshot.edges_at.get(node.id, ()):
        rows = grouped.setdefault(edge.kind, [])
        if len(rows) >= limit:
            truncated = True
            continue
        behind = snapshot.dependencies.get((edge.start, edge.need, edge.end))
        shown = behind if behind is not None and behind.id == edge.id else edge
        rows.append(edge_row(shown))
        used.append(shown)
    differing = {fact.name for fact in node.facts} - {node.name}
    return answer(
        NodeAnswer,
        question,
        {
            **node_row(node).model_dump(),
            "properties": dict(node.properties),
            "controlled_by": dict(snapshot.controllers(node.id)),
            "facts": [node_claim(fact) for fact in node.facts],
            "rivals": sorted(differing),
            "edges": grouped,
        },
        edges=used,
        nodes=[node],
        truncated=truncated,
        limits={"limit": limit} if truncated else None,
    )
