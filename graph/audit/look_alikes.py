"""One thing under two ids, or two under one: ids alike by name, ids alike by all that they are linked to."""

import re
from collections import defaultdict
from collections.abc import Iterator
from itertools import combinations

from rapidfuzz import fuzz

from graph.audit.finding import AuditFinding, where
from graph.facts.nodes import Node
from graph.ontology import ORGANISATIONS, NodeKind
from graph.snapshots.snapshot import Snapshot

ALIKE = 90
"""Names this alike (0 to 100), between things that are linked to the same, may be two names of one."""
_FEW = 3
_FORM = re.compile(
    r"\b(inc|corp|corporation|co|ltd|limited|llc|plc|gmbh|ag|group|holdings?|company|technolog(?:y|ies)|the|of)\b"
)
_COMPARED = ORGANISATIONS | {NodeKind.CHIP, NodeKind.INPUT, NodeKind.MODEL}


def alike_by_name(snapshot: Snapshot) -> Iterator[AuditFinding]:
    """Yield pairs that share a name, form and case apart, and that nothing links.

    Parameters
    ----------
    snapshot : Snapshot
        Nodes of its whole version are looked at, whatever the day.
    """
    named: dict[tuple[object, str], dict[str, Node]] = defaultdict(dict)
    for node in snapshot.graph.nodes.values():
        if node.kind in _COMPARED:
            kind = "organisation" if node.kind in (NodeKind.COMPANY, NodeKind.LAB) else node.kind
            for name in {node.name, *node.aliases, node.id.partition(":")[2]}:
                if key := _key(name):
                    named[kind, key][node.id] = node
    linked = _linked(snapshot)
    told: set[tuple[str, str]] = set()
    for (_, key), nodes in sorted(named.items(), key=lambda item: str(item[0])):
        for a, b in combinations(sorted(nodes), 2):
            if (a, b) not in told and b not in linked[a] and not linked[a] & linked[b] & _owners(snapshot):
                told.add((a, b))
                yield AuditFinding(
                    rule="alike-by-name", subject=a, where=where(nodes[a].facts[0]), why=f"{b} is also called {key!r}"
                )


def alike_by_neighbours(snapshot: Snapshot) -> Iterator[AuditFinding]:
    """Yield pairs of one kind with like names that are linked to just the same things.

    Parameters
    ----------
    snapshot : Snapshot
        Nodes of its whole version are looked at, whatever the day; those with few links are left out.
    """
    links: dict[str, set[tuple[str, str]]] = defaultdict(set)
    for claim in snapshot.graph.claims:
        links[claim.start].add((claim.kind, claim.end))
    groups: dict[tuple[NodeKind, frozenset[tuple[str, str]]], list[Node]] = defaultdict(list)
    for node in snapshot.graph.nodes.values():
        if node.kind in _COMPARED - {NodeKind.MODEL} and len(links[node.id]) >= _FEW:
            groups[node.kind, frozenset(links[node.id])].append(node)
    for nodes in groups.values():
        for a, b in combinations(sorted(nodes, key=lambda node: node.id), 2):
            if fuzz.ratio(a.name.casefold(), b.name.casefold()) >= ALIKE:
                yield AuditFinding(
                    rule="alike-by-neighbours",
                    subject=a.id,
                    where=where(a.facts[0]),
                    why=f"linked to just what {b.id} is linked to, and called alike",
                )


def _key(name: str) -> str:
    plain = _FORM.sub(" ", re.sub(r"[^\w+.]+|_", " ", name.casefold()))
    return "".join(plain.split())


def _linked(snapshot: Snapshot) -> dict[str, set[str]]:
    linked: dict[str, set[str]] = defaultdict(set)
    for claim in snapshot.graph.claims:
        linked[claim.start].add(claim.end)
        linked[claim.end].add(claim.start)
    return linked


def _owners(snapshot: Snapshot) -> set[str]:
    return {claim.end for claim in snapshot.graph.claims if claim.kind == "PART_OF"}
