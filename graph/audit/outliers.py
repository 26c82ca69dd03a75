"""Figures far from their like: prices against other hosts, days of release against other sources."""

from collections import defaultdict
from collections.abc import Iterator
from datetime import timedelta
from statistics import median

from graph.audit.finding import AuditFinding, where
from graph.facts.dates import first_day
from graph.facts.edges import edge_id
from graph.facts.fact import EdgeFact
from graph.ontology import EdgeKind, NodeKind
from graph.snapshots.snapshot import Snapshot

FAR = 20.0
"""A price so many times above or below the median of the model's hosts is an outlier."""
APART = timedelta(days=60)
"""Sources that date one release further apart than this speak of different things, or one is wrong."""
FIRST_YEAR = 1950
_PRICES = ("input_price", "output_price")


def price_outlier(snapshot: Snapshot) -> Iterator[AuditFinding]:
    """Yield prices far from the median over the hosts of the model, where three or more name one.

    Parameters
    ----------
    snapshot : Snapshot
        Claims of its whole version are looked at, each kind of price by itself.
    """
    asked: dict[tuple[str, str], list[tuple[float, EdgeFact]]] = defaultdict(list)
    for claim in snapshot.graph.claims:
        if claim.kind is EdgeKind.SERVED_BY:
            for name in _PRICES:
                price = claim.properties.get(name)
                if isinstance(price, (int, float)) and price > 0:
                    asked[claim.start, name].append((price, claim))
    for (_, name), offers in asked.items():
        middle = median(price for price, _ in offers)
        for price, claim in offers if len(offers) >= 3 else ():
            if not middle / FAR <= price <= middle * FAR:
                yield AuditFinding(
                    rule="price-outlier",
                    subject=edge_id(*claim.relation),
                    where=where(claim),
                    why=f"{name} {price:g} is {price / middle:.3g} times the median of {len(offers)} offers",
                )


def date_outlier(snapshot: Snapshot) -> Iterator[AuditFinding]:
    """Yield models and chips whose sources date the release far apart, or on a day that cannot be.

    Parameters
    ----------
    snapshot : Snapshot
        Facts of its whole version are looked at, whatever the day.
    """
    for node in snapshot.graph.nodes.values():
        if node.kind not in (NodeKind.MODEL, NodeKind.CHIP):
            continue
        days = {first_day(str(day)): fact for fact in node.facts if (day := fact.properties.get("released_on"))}
        if not days:
            continue
        first, last = min(days), max(days)
        if first.year < FIRST_YEAR or last - first > APART:
            told = ", ".join(f"{days[day].source.dataset}: {day}" for day in sorted(days))
            yield AuditFinding(
                rule="date-outlier",
                subject=node.id,
                where=where(days[first]),
                why=f"the sources date the release {(last - first).days} days apart ({told})",
            )
