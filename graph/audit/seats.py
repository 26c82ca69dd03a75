"""Seats and owners: an owner in another country, a laboratory or a platform that nothing links to its house."""

from collections import Counter, defaultdict
from collections.abc import Iterator

from graph.audit.finding import AuditFinding, where
from graph.facts.edges import edge_id
from graph.ontology import EdgeKind, NodeKind
from graph.snapshots.snapshot import Snapshot


def seat_against_owner(snapshot: Snapshot) -> Iterator[AuditFinding]:
    """Yield organisations that sit elsewhere than their owner.

    Parameters
    ----------
    snapshot : Snapshot
        Seats and owners on its day.
    """
    seats = {edge.start: edge.end for edge in snapshot.edges.of(EdgeKind.BASED_IN)}
    for edge in snapshot.edges.of(EdgeKind.PART_OF):
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
    """Yield laboratories whose name begins with that of a firm, and that no owner is known of.

    Parameters
    ----------
    snapshot : Snapshot
        Nodes and owners of its whole version, whatever the day.
    """
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


_OWN_MODELS = 0.9
"""Part of a platform's models that are of one laboratory, from which on it is taken to be the laboratory's own."""
_FEW = 3


def house_missing(snapshot: Snapshot) -> Iterator[AuditFinding]:
    """Yield platforms that serve the models of one laboratory alone, and that no owner is known of.

    Parameters
    ----------
    snapshot : Snapshot
        What is served on its day; owners of its whole version.
    """
    owned = {claim.start for claim in snapshot.graph.claims if claim.kind is EdgeKind.PART_OF}
    makers: dict[str, set[str]] = defaultdict(set)
    served: dict[str, set[str]] = defaultdict(set)
    for edge in snapshot.edges:
        if edge.kind == EdgeKind.DEVELOPED_BY:
            makers[edge.start].add(edge.end)
        elif edge.kind == EdgeKind.SERVED_BY and snapshot.nodes[edge.end].kind is NodeKind.PLATFORM:
            served[edge.end].add(edge.start)
    for platform, models in sorted(served.items()):
        counted = Counter(maker for model in models for maker in makers[model])
        if platform in owned or not counted:
            continue
        maker, count = counted.most_common(1)[0]
        if count >= _FEW and count >= _OWN_MODELS * len(models):
            yield AuditFinding(
                rule="house-missing",
                subject=platform,
                where=where(snapshot.nodes[platform].facts[0]),
                why=f"{count} of the {len(models)} models that it serves are of {maker}, and no owner of it is known",
            )
