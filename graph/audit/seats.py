"""Seats and owners: an owner in another country, and a laboratory named for a firm that nothing links it to."""

from collections.abc import Iterator

from graph.audit.finding import AuditFinding, where
from graph.facts.edges import edge_id
from graph.ontology import EdgeKind, NodeKind
from graph.snapshots.snapshot import Snapshot


def seat_against_owner(snapshot: Snapshot) -> Iterator[AuditFinding]:
    """Yield organisations that sit elsewhere than their owner."""
    seats = {edge.start: edge.end for edge in snapshot.edges if edge.kind == EdgeKind.BASED_IN}
    for edge in snapshot.edges:
        if edge.kind == EdgeKind.PART_OF:
            own, owners = seats.get(edge.start), seats.get(edge.end)
            if own and owners and own != owners:
                yield AuditFinding(
                    rule="seat-against-owner",
                    subject=edge_id(*edge.claim.relation),
                    where=where(edge.claim),
                    why=f"{edge.start} sits in {own}, its owner in {owners}",
                )


_SHORT = 4
"""Names shorter than this begin other names by chance."""


def owner_missing(snapshot: Snapshot) -> Iterator[AuditFinding]:
    """Yield laboratories whose name begins with that of a firm, and that no owner is known of."""
    nodes = snapshot.graph.nodes.values()
    owned = {claim.start for claim in snapshot.graph.claims if claim.kind is EdgeKind.PART_OF}
    firms: dict[str, str] = {}
    for node in nodes:
        if node.kind is NodeKind.COMPANY:
            firms |= {name.casefold(): node.id for name in (node.name, *node.aliases) if len(name) >= _SHORT}
    for node in nodes:
        if node.kind is not NodeKind.LAB or node.id in owned:
            continue
        words = node.name.casefold().split()
        begun = (firms.get(" ".join(words[:count])) for count in range(len(words), 0, -1))
        if firm := next((found for found in begun if found), None):
            yield AuditFinding(
                rule="owner-missing",
                subject=node.id,
                where=where(node.facts[0]),
                why=f"named for {firm}, and no owner of it is known",
            )
