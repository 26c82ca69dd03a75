"""Facts against their own words and dates: an end or a building site that a note alone knows, a child before a base."""

import re
from collections.abc import Iterator

from graph.audit.finding import AuditFinding, where
from graph.facts.dates import first_day, last_day
from graph.facts.edges import edge_id
from graph.facts.nodes import Node
from graph.ontology import EdgeKind, NodeKind
from graph.snapshots.snapshot import Snapshot
from graph.supply.compute import stands

_MONTHS = "January|February|March|April|May|June|July|August|September|October|November|December"
_END = re.compile(
    r"\b(?:ended|ends|until|stopped|ceased|expired|expires|superseded|succeeded|terminated|halted|withdrawn)\b"
    rf"[^.;]{{0,60}}?\b((?:(?:{_MONTHS}) )?(?:19|20)\d\d(?:-\d\d)?(?:-\d\d)?)\b"
)
_UNBUILT = re.compile(r"\b(?:planned|under construction|not yet (?:built|open)|to be built)\b", re.IGNORECASE)


def ended_by_its_note(snapshot: Snapshot) -> Iterator[AuditFinding]:
    """Yield relations whose note names an end and that have none.

    Parameters
    ----------
    snapshot : Snapshot
        Claims of its whole version are looked at, whatever the day.
    """
    for claim in snapshot.graph.claims:
        if claim.valid_to is None and claim.note and (match := _END.search(claim.note)):
            yield AuditFinding(
                rule="ended-by-its-note",
                subject=edge_id(*claim.relation),
                where=where(claim),
                why=f"the note says {match.group()!r}, and the relation has no valid_to",
            )


def unbuilt_by_its_note(snapshot: Snapshot) -> Iterator[AuditFinding]:
    """Yield sites whose note says that they are not built, and that count as if they stood.

    Parameters
    ----------
    snapshot : Snapshot
        Whose graph is read, the facts of every day.
    """
    nodes = snapshot.graph.nodes
    for fact in nodes.facts:
        if fact.kind is not NodeKind.FACILITY or not fact.note or not (match := _UNBUILT.search(fact.note)):
            continue
        if stands(nodes[fact.id].properties.get("status")):
            yield AuditFinding(
                rule="unbuilt-by-its-note",
                subject=fact.id,
                where=where(fact),
                why=f"the note says {match.group()!r}, and the site has no status",
            )


def child_before_base(snapshot: Snapshot) -> Iterator[AuditFinding]:
    """Yield models that were released before the model that they are made from.

    Parameters
    ----------
    snapshot : Snapshot
        Claims of its whole version are looked at; periods that touch are no finding.
    """
    nodes = snapshot.graph.nodes
    for claim in snapshot.graph.claims:
        if claim.kind is EdgeKind.DERIVED_FROM:
            child, base = _released(nodes[claim.start]), _released(nodes[claim.end])
            if child and base and last_day(child) < first_day(base):
                yield AuditFinding(
                    rule="child-before-base",
                    subject=edge_id(*claim.relation),
                    where=where(claim),
                    why=f"released {child}, its base {claim.end} only {base}",
                )


def _released(node: Node) -> str | None:
    given = node.properties.get("released_on")
    return str(given) if given else None
