"""Needs with one supplier in our data, though nothing says that there is no other: false single points begin here."""

from collections.abc import Iterator

from graph.audit.finding import AuditFinding, where
from graph.audit.resting import Resting
from graph.facts.edges import edge_id
from graph.ontology import EdgeKind
from graph.snapshots.snapshot import Snapshot

_LOOKED_AT = frozenset({EdgeKind.SUPPLIED_BY, EdgeKind.RUNS_ON, EdgeKind.FABRICATED_WITH})
"""Relations whose alternatives make headlines: makers, compute, processes."""


def lone_supplier(snapshot: Snapshot) -> Iterator[AuditFinding]:
    """Yield open needs with a single supplier, by how many laboratories and models rest on them.

    Parameters
    ----------
    snapshot : Snapshot
        Needs that bind on its day, at its horizon.
    """
    resting = Resting(snapshot)
    for need in snapshot.needs:
        if need.closed or not need.counts or len(need.suppliers) > 1 or need.need.startswith("site"):
            continue
        edge = snapshot.dependencies[need.of, need.need, need.suppliers[0].id]
        if edge.kind in _LOOKED_AT:
            yield AuditFinding(
                rule="lone-supplier",
                subject=edge_id(*edge.claim.relation),
                where=where(edge.claim),
                why=f"the only {need.need} of {need.of} that we know of, and nothing says that there is no other",
                rests=resting.on(need.of),
            )
