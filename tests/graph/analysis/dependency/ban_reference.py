"""Bans from their definition (methods A1b), slow and obvious, over the needs of a snapshot. No engine, no arrays."""

from collections.abc import Collection

from graph.ontology import PRODUCTS
from graph.snapshot import Snapshot


def banned(snapshot: Snapshot, by: Collection[str], on: Collection[str], *, certain: bool = False) -> frozenset[str]:
    """The least set F of a direct ban: what fails, seen from the customers."""
    coalition = {i for i in snapshot.nodes if _controlled(snapshot, i, by)} | set(by)
    customers = {i for i in snapshot.nodes if _controlled(snapshot, i, on)} | set(on)
    failed = set(coalition)
    while True:
        fresh = {
            i for i in snapshot.nodes
            if i not in failed and _falls(snapshot, i, failed, coalition, customers, certain)
        }  # fmt: skip
        if not fresh:
            return frozenset(failed - coalition)
        failed |= fresh


def _controlled(snapshot: Snapshot, node_id: str, countries: Collection[str]) -> bool:
    holders = snapshot.controllers(node_id)
    return bool(holders) and set(holders) <= set(countries)


def _falls(
    snapshot: Snapshot, node_id: str, failed: set[str], coalition: set[str], customers: set[str], certain: bool
) -> bool:
    needs = snapshot.needs_of.get(node_id, ())

    def empties(need) -> bool:
        return (need.closed or not certain) and all(s.id in failed for s in need.suppliers)

    if snapshot.nodes[node_id].kind not in PRODUCTS:
        return node_id in customers and any(empties(need) for need in needs)
    makers = [need for need in needs if need.maker]
    if not makers:
        return not certain and any(empties(need) for need in needs)
    others = any(empties(need) for need in needs if not need.maker)
    for need in makers:
        if certain and not need.closed:
            continue
        lost = [
            s.id in coalition or (s.id in customers and (s.id in failed or others)) for s in need.suppliers
        ]  # a maker of a third country still supplies, and nobody looks into what it needs
        if all(lost):
            return True
    return False
