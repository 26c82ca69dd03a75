"""Seats against owners: an organisation whose owner sits in another country."""

from collections.abc import Iterator

from graph.audit.finding import Finding, where
from graph.edges import edge_id
from graph.ontology import EdgeKind
from graph.snapshot import Snapshot


def seat_against_owner(snapshot: Snapshot) -> Iterator[Finding]:
    """Yield organisations that sit elsewhere than their owner."""
    seats = {edge.start: edge.end for edge in snapshot.edges if edge.kind == EdgeKind.BASED_IN}
    for edge in snapshot.edges:
        if edge.kind == EdgeKind.PART_OF:
            own, owners = seats.get(edge.start), seats.get(edge.end)
            if own and owners and own != owners:
                yield Finding(
                    rule="seat-against-owner",
                    subject=edge_id(*edge.claim.relation),
                    where=where(edge.claim),
                    why=f"{edge.start} sits in {own}, its owner in {owners}",
                )
