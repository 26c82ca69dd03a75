"""Whose compute is used when: chips in clouds without a day, and a platform beside its own laboratory."""

from collections import defaultdict
from collections.abc import Iterator
from datetime import date

from graph.audit.finding import AuditFinding, where
from graph.facts.dates import first_day
from graph.facts.edges import edge_id
from graph.facts.fact import EdgeFact
from graph.ontology import EdgeKind, NodeKind
from graph.snapshots.snapshot import Snapshot


def undated_chips(snapshot: Snapshot) -> Iterator[AuditFinding]:
    """Yield chips in clouds that no day says since when: they would be there from the release of the chip on.

    Parameters
    ----------
    snapshot : Snapshot
        Claims of its whole version are looked at, whatever the day.
    """
    nodes = snapshot.graph.nodes
    for claim in snapshot.graph.claims:
        cloud = claim.kind is EdgeKind.HOSTS and nodes[claim.start].kind is NodeKind.CLOUD_PROVIDER
        if cloud and claim.valid_from is None:
            yield AuditFinding(
                rule="undated-chips",
                subject=edge_id(*claim.relation),
                where=where(claim),
                why="no day says since when the cloud has these chips",
            )


def beside_its_laboratory(snapshot: Snapshot) -> Iterator[AuditFinding]:
    """Yield compute that a laboratory's own platform uses on a day when the laboratory itself does not.

    Parameters
    ----------
    snapshot : Snapshot
        Claims of its whole version are looked at, whatever the day.
    """
    nodes, used = snapshot.graph.nodes, defaultdict[tuple[str, str], list[tuple[date, date]]](list)
    owners = defaultdict[str, set[str]](set)
    for claim in snapshot.graph.claims:
        if claim.kind is EdgeKind.RUNS_ON:
            used[claim.start, claim.end].append(_days(claim))
        elif claim.kind is EdgeKind.PART_OF and nodes[claim.end].kind is NodeKind.LAB:
            owners[claim.start].add(claim.end)
    for claim in snapshot.graph.claims:
        laboratories = owners.get(claim.start, set())
        if claim.kind is not EdgeKind.RUNS_ON or nodes[claim.start].kind is not NodeKind.PLATFORM or not laboratories:
            continue
        first, last = _days(claim)
        first = max(first, nodes[claim.start].begins or date.min)
        known = [days for laboratory in sorted(laboratories) for days in used[laboratory, claim.end]]
        if not any(since <= first and last <= until for since, until in known):
            yield AuditFinding(
                rule="beside-its-laboratory",
                subject=edge_id(*claim.relation),
                where=where(claim),
                why=f"{' and '.join(sorted(laboratories))} is not known to use it all that time",
            )


def _days(claim: EdgeFact) -> tuple[date, date]:
    """Return from when to when what a claim says counts; without a day of its own, from its source's publication on."""
    published = claim.source.published_on
    since = claim.valid_from or (first_day(published) if published else date.min)
    return since, claim.valid_to or date.max
