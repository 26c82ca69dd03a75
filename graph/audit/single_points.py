"""Recalled facts that headline single points hang on: what one would be quoted for, and nobody opened the page."""

from collections.abc import Iterator

from graph.audit.finding import AuditFinding, where
from graph.audit.resting import Resting
from graph.facts.edges import edge_id
from graph.facts.fact import Checked
from graph.snapshots.snapshot import Snapshot

MANY = 10
"""A single point of so many laboratories and models makes a headline."""


def recalled_single_point(snapshot: Snapshot) -> Iterator[AuditFinding]:
    """Yield recalled facts that alone meet a closed need on which many laboratories and models rest.

    Parameters
    ----------
    snapshot : Snapshot
        Needs that bind on its day, at its horizon.
    """
    resting = Resting(snapshot)
    for need in snapshot.needs:
        if not need.closed or not need.counts or len(need.suppliers) > 1:
            continue
        edge = snapshot.dependencies[need.of, need.need, need.suppliers[0].id]
        recalled = all(claim.checked is Checked.RECALLED for claim in (edge.claim, *edge.rivals))
        if recalled and (rests := resting.on(need.of)) >= MANY:
            yield AuditFinding(
                rule="recalled-single-point",
                subject=edge_id(*edge.claim.relation),
                where=where(edge.claim),
                why=f"from memory, and the only {need.need} of {need.of}",
                rests=rests,
            )
