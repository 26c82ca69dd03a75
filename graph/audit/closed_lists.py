"""Closed lists: declared complete by nobody who looked, or against a source that names a further supplier."""

from collections.abc import Iterator

from graph.audit.finding import AuditFinding, where
from graph.audit.resting import Resting
from graph.facts.edges import Edge, edge_id
from graph.facts.fact import Checked, EdgeFact
from graph.snapshots.snapshot import Snapshot
from graph.supply.needs import Need


def closed_without_proof(snapshot: Snapshot) -> Iterator[AuditFinding]:
    """Yield lists that are closed by a fact that nobody looked up.

    Parameters
    ----------
    snapshot : Snapshot
        Needs that bind on its day, at its horizon.
    """
    resting = Resting(snapshot)
    for need, closing in _declared(snapshot):
        if all(claim.checked is Checked.RECALLED for claim in closing):
            yield AuditFinding(
                rule="closed-without-proof",
                subject=edge_id(*closing[0].relation),
                where=where(closing[0]),
                why=f"closes {need.need!r} of {need.of} from memory: {closing[0].note or 'no reason given'}",
                rests=resting.on(need.of),
            )


def closed_against_a_source(snapshot: Snapshot) -> Iterator[AuditFinding]:
    """Yield suppliers that another source names beside a list that a source has closed.

    Parameters
    ----------
    snapshot : Snapshot
        Needs that bind on its day, at its horizon.
    """
    resting = Resting(snapshot)
    for need, closing in _declared(snapshot):
        known = {claim.source.id for claim in closing}
        for supplier in need.suppliers:
            claims = _claims(snapshot.dependencies[need.of, need.need, supplier.id])
            if known.isdisjoint(claim.source.id for claim in claims):
                yield AuditFinding(
                    rule="closed-against-a-source",
                    subject=edge_id(*claims[0].relation),
                    where=where(claims[0]),
                    why=f"{closing[0].source.id} closes the list without {supplier.id}",
                    rests=resting.on(need.of),
                )


def _declared(snapshot: Snapshot) -> Iterator[tuple[Need, list[EdgeFact]]]:
    """Yield each need that a fact declares closed, with the facts that do."""
    for need in snapshot.needs:
        if need.closed and need.counts:
            edges = [snapshot.dependencies[need.of, need.need, supplier.id] for supplier in need.suppliers]
            closing = [claim for edge in edges for claim in _claims(edge) if claim.closed]
            if closing:
                yield need, closing


def _claims(edge: Edge) -> tuple[EdgeFact, ...]:
    return (edge.claim, *edge.rivals)
