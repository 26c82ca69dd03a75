"""Double counts: the same chips at the same time at two sites of one operator that are called alike."""

from collections import defaultdict
from collections.abc import Iterator
from itertools import combinations

from rapidfuzz import fuzz

from graph.audit.finding import AuditFinding, where
from graph.facts.edges import edge_id
from graph.facts.fact import EdgeFact
from graph.ontology import EdgeKind
from graph.snapshots.snapshot import Snapshot
from graph.supply.compute import ABSENT

ALIKE = 60
"""Sites called so alike (0 to 100) that have the same number of the same chip may be one."""


def counted_twice(snapshot: Snapshot) -> Iterator[AuditFinding]:
    """Yield counts of chips that an alike site of the same operator has too, at the same time.

    Parameters
    ----------
    snapshot : Snapshot
        Claims of its whole version are looked at; two are at one time where their validities overlap.
    """
    operators = {claim.end: claim.start for claim in snapshot.graph.claims if claim.kind is EdgeKind.OPERATES}
    groups: dict[tuple[str, str, float], dict[str, EdgeFact]] = defaultdict(dict)
    nodes = snapshot.graph.nodes
    for claim in snapshot.graph.claims:
        stands = claim.start in operators and nodes[claim.start].properties.get("status") not in ABSENT
        if claim.kind is EdgeKind.HOSTS and claim.quantity and stands:
            groups[operators[claim.start], claim.end, claim.quantity][claim.start] = claim
    for (operator, chip, number), sites in groups.items():
        for a, b in combinations(sorted(sites), 2):
            if _at_once(sites[a], sites[b]) and fuzz.token_set_ratio(nodes[a].name, nodes[b].name) >= ALIKE:
                yield AuditFinding(
                    rule="counted-twice",
                    subject=edge_id(*sites[a].relation),
                    where=where(sites[a]),
                    why=f"{b} of {operator} has the same {number:g} of {chip} at the same time",
                )


def _at_once(a: EdgeFact, b: EdgeFact) -> bool:
    starts = [claim.valid_from for claim in (a, b) if claim.valid_from]
    ends = [claim.valid_to for claim in (a, b) if claim.valid_to]
    return not starts or not ends or max(starts) < min(ends)
