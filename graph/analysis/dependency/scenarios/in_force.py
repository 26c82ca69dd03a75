"""Which policies already do, on the day asked about, something of what a scenario supposes."""

from collections.abc import Collection, Iterable, Iterator

from graph.analysis.dependency.scenarios.terms import BanTerms
from graph.ontology import EdgeKind
from graph.snapshots.snapshot import Snapshot
from graph.supply.compute import DOUBTED

SHOWN = 4
"""Policies named; the others are counted."""


def said_of_policies_in_force(snapshot: Snapshot, bans: Iterable[BanTerms], asked: Collection[str]) -> Iterator[str]:
    """Say of each ban which policies of those who ban already restrict those whom it bans, or the goods.

    Parameters
    ----------
    snapshot : Snapshot
        Its day says what is in force.
    bans : iterable of BanTerms
        Of a scenario.
    asked : collection of str
        Ids of the policies that the scenario itself is made of.
    """
    issued = snapshot.edges.ends_by_start(EdgeKind.ISSUED_BY)
    for terms in bans:
        restricted = terms.customers if terms.goods is None else terms.goods
        found = {
            edge.start: edge
            for edge in snapshot.edges.of(EdgeKind.RESTRICTS)
            if edge.end in restricted
            and edge.start not in asked
            and not terms.banned.isdisjoint(issued.get(edge.start, ()))
        }
        if not found:
            continue
        newest = sorted(found, key=lambda one: (str(found[one].claim.valid_from or ""), one), reverse=True)
        doubted = {policy for policy, edge in found.items() if edge.claim.confidence in DOUBTED}
        names = [
            f"{snapshot.nodes[policy].name}{' (not confirmed for this day)' if policy in doubted else ''}"
            for policy in newest
        ]
        others = f" and {len(names) - SHOWN} more" if len(names) > SHOWN else ""
        holds = "is" if found.keys() - doubted else "may be"
        yield (
            f"{terms.label}: part of it {holds} in force already, by {'; '.join(names[:SHOWN])}{others}. What is lost "
            "by these is lost today, and is not told apart here from what a ban would add"
        )
