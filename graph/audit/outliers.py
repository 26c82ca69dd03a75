"""Figures far from their like: prices against other hosts, days of release against other sources."""

from collections import defaultdict
from collections.abc import Iterator
from datetime import timedelta
from statistics import median

from graph.audit.finding import AuditFinding, where
from graph.facts.dates import interval
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


_DATES = {NodeKind.MODEL: "released_on", NodeKind.CHIP: "released_on", NodeKind.FACILITY: "opened_on"}


def date_outlier(snapshot: Snapshot) -> Iterator[AuditFinding]:
    """Yield models, chips and sites whose sources date their beginning far apart, or on a day that cannot be.

    A month agrees with each of its days: what counts is the time between the periods that sources give.

    Parameters
    ----------
    snapshot : Snapshot
        Facts of its whole version are looked at, whatever the day.
    """
    for node in snapshot.graph.nodes.values():
        name = _DATES.get(node.kind, "")
        told = [(interval(str(day)), fact) for fact in node.facts if (day := fact.properties.get(name))]
        if not told:
            continue
        told.sort(key=lambda one: one[0])
        latest, ended = told[-1][0][0], min(end for (_, end), _ in told)
        if told[0][0][0].year < FIRST_YEAR or latest - ended >= APART:
            dates = ", ".join(f"{fact.source.dataset}: {fact.properties[name]}" for _, fact in told)
            yield AuditFinding(
                rule="date-outlier",
                subject=node.id,
                where=where(told[0][1]),
                why=f"the sources date its beginning {(latest - ended).days + 1} days apart ({dates})",
            )
