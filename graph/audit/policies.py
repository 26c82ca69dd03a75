"""Policies whose end has come by their own text, while nobody has seen that they ended."""

from collections.abc import Iterator

from graph.audit.finding import AuditFinding, where
from graph.facts.dates import first_day
from graph.ontology import NodeKind
from graph.snapshots.snapshot import Snapshot


def end_only_stated(snapshot: Snapshot) -> Iterator[AuditFinding]:
    """Yield policies that should have ended by the day, without a source that they did.

    Parameters
    ----------
    snapshot : Snapshot
        Policies whose stated end is on its day or before.
    """
    for node in snapshot.graph.nodes.values():
        end = node.properties.get("ended_on")
        if node.kind is not NodeKind.POLICY or not end or first_day(str(end)) > snapshot.as_of:
            continue
        if node.properties.get("end_known") is not True:
            yield AuditFinding(
                rule="end-only-stated",
                subject=node.id,
                where=where(node.facts[0]),
                why=f"by its own text it ended on {end}; whether it did, or was extended, no source at hand says",
            )
