"""Ties of alliance: the security structures that a country belongs to, by the country that leads each.

Who leads a structure is a judgement, so it is data: ``leaders.csv``, a row and a reason for each. One led by nobody,
or by many, counts as ``other``; one that is not in the table does not count, and lowers the part of the layer that
is known.
"""

import csv
from collections.abc import Mapping
from functools import cache
from pathlib import Path

from graph.analysis.fragmentation.ties.entries import Supplied
from graph.analysis.fragmentation.ties.ledger import Ledger, outgoing
from graph.facts.fact import Confidence
from graph.ontology import EdgeKind, NodeKind
from graph.snapshots.snapshot import Snapshot

LED_BY_NONE = "none"
OF_NOBODY = (
    "structures that no country leads count as other: whoever belongs to many of them has less of either power, so "
    "that the sign of an alignment says more than its size"
)
TABLE = Path(__file__).with_name("leaders.csv")


@cache
def leaders() -> Mapping[str, str]:
    """Return the leading country of each structure, ``none`` where there is no single one."""
    with TABLE.open(encoding="utf-8", newline="") as file:
        return {row["structure"]: row["leader"] for row in csv.DictReader(file)}


def memberships(snapshot: Snapshot, by_compute: bool) -> Ledger:
    """Return the structures that each country is a member of, each with the same weight.

    Parameters
    ----------
    snapshot : Snapshot
        Memberships that hold on its day.
    by_compute : bool
        Asked of every tie and without effect here: each membership counts one.
    """
    ledger = Ledger(snapshot.graph)
    judged = leaders()
    unjudged: set[str] = set()
    disputed = 0
    for country in snapshot.nodes.ids_of(NodeKind.COUNTRY):
        for edge in outgoing(snapshot, country, EdgeKind.MEMBER_OF):
            if edge.claim.confidence is Confidence.DISPUTED:
                disputed += 1
                continue
            known = edge.end in judged
            ledger.record({country: 1.0}, country, 1.0, [Supplied(edge.end, 1.0, (edge,))] if known else [])
            if not known:
                unjudged.add(edge.end)
    if any(judged[tie.supplier] == LED_BY_NONE for tie in ledger.ties):
        ledger.assumptions.append(OF_NOBODY)
    if unjudged:
        ledger.assumptions.append(f"{len(unjudged)} structures whose leader is not judged in leaders.csv do not count")
    if disputed:
        ledger.assumptions.append(f"{disputed} memberships that are disputed do not count")
    return ledger
