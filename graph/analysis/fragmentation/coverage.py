"""What a snapshot covers: counts, and the facts that a reader should treat with care."""

from collections import Counter
from collections.abc import Iterable

from pydantic import BaseModel, ConfigDict, Field

from graph.facts.fact import Confidence
from graph.ontology import ORGANISATIONS, NodeKind
from graph.snapshots.snapshot import Snapshot


class Coverage(BaseModel):
    """Counts over one snapshot."""

    model_config = ConfigDict(frozen=True)

    nodes_by_kind: dict[str, int]
    nodes_by_layer: dict[str, int]
    edges_by_kind: dict[str, int]
    claims_by_dataset: dict[str, int]
    nodes_by_country: dict[str, int] = Field(description="organisations and places controlled, by country")
    checked: dict[str, int] = Field(description="claims by how they were checked")
    confidence: dict[str, int]
    rivals: int = Field(description="relations on which sources disagree or repeat each other")
    disputed: list[str] = Field(description="relations that a source disputes")
    needs: int
    needs_closed: int = Field(description="needs whose list of suppliers is known to be complete")
    shares_assumed: int = Field(description="supplier links whose share no source states")
    out_of_sight: dict[str, int] = Field(description="organisations and places that the lens cannot place, by kind")


def coverage(snapshot: Snapshot) -> Coverage:
    """Count what a snapshot holds.

    Parameters
    ----------
    snapshot : Snapshot
        Claims counted are those that it prefers and their rivals; who holds what goes by its lens.

    Returns
    -------
    Coverage
    """
    placed = {n.id: snapshot.controllers(n.id) for n in snapshot.nodes.values()}
    holders = Counter(country for weights in placed.values() for country in weights)
    unplaced = Counter(
        node.kind.value
        for node in snapshot.nodes.values()
        if not placed[node.id] and (node.kind in ORGANISATIONS or node.kind is NodeKind.FACILITY)
    )
    claims = [claim for edge in snapshot.edges for claim in (edge.claim, *edge.rivals)]
    return Coverage(
        nodes_by_kind=_counted(node.kind.value for node in snapshot.nodes.values()),
        nodes_by_layer=_counted(node.layer.value for node in snapshot.nodes.values()),
        edges_by_kind=_counted(edge.kind for edge in snapshot.edges),
        claims_by_dataset=_counted(claim.source.dataset for claim in claims),
        nodes_by_country=dict(holders.most_common()),
        checked=_counted(claim.checked.value for claim in claims),
        confidence=_counted(claim.confidence.value for claim in claims),
        rivals=sum(bool(edge.rivals) for edge in snapshot.edges),
        disputed=[e.id for e in snapshot.edges if e.claim.confidence is Confidence.DISPUTED],
        needs=len(snapshot.needs),
        needs_closed=sum(need.closed for need in snapshot.needs),
        shares_assumed=sum(s.assumed for need in snapshot.needs for s in need.suppliers),
        out_of_sight=dict(unplaced),
    )


def _counted(values: Iterable[str]) -> dict[str, int]:
    return dict(Counter(values).most_common())
