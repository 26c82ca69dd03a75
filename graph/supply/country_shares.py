"""Shares of a market by country of the maker, as reported: what they say of firms of which nothing else is stated."""

from collections import defaultdict
from collections.abc import Iterable, Mapping

from graph.facts.edges import Edge
from graph.facts.fact import EdgeFact, Relation
from graph.ontology import EdgeKind
from graph.supply.shares import COMPLETE

MOST = 0.5
"""Part of a market that the figures must cover."""
_BY_MAKER = ("headquarters", "producer", "production")
"""How a basis says that it goes by the country of the makers, not by that of the sites or the customers."""


class CountryShares:
    """Published shares of products by country, on one day.

    Parameters
    ----------
    edges : iterable of Edge
        All edges of the day.
    figures : Mapping
        The usable figures of each relation.
    """

    def __init__(self, edges: Iterable[Edge], figures: Mapping[Relation, tuple[EdgeFact, ...]]) -> None:
        self._claims: dict[str, list[EdgeFact]] = defaultdict(list)
        self._seats: dict[str, str] = {}
        for edge in edges:
            if edge.kind == EdgeKind.SHARE_OF:
                self._claims[edge.end] += figures.get((edge.kind, edge.start, edge.end, edge.need), ())
            elif edge.kind == EdgeKind.BASED_IN:
                self._seats[edge.start] = edge.end

    def weights(self, product: str, firms: Iterable[str]) -> tuple[Mapping[str, float], str] | None:
        """Return what each firm weighs, those of one country alike, and the basis; None where too little is published.

        What the figures leave to countries that they do not name is divided among the firms of those.
        """
        seats = {firm: self._seats.get(firm, "") for firm in firms}
        here = set(seats.values())
        for basis, shares in self._sets(product):
            placed = sum(share for country, share in shares.items() if country in here)
            # A whole share beside makers elsewhere means that the source names nobody else.
            alone = max(shares.values()) >= COMPLETE and here > set(shares)
            if placed < MOST or alone or "" in here:
                continue
            others = [firm for firm, country in seats.items() if country not in shares]
            rest = max(0.0, 1.0 - sum(shares.values()))
            weights = {firm: rest / len(others) for firm in others}
            for country in here & shares.keys():
                own = [firm for firm, seat in seats.items() if seat == country]
                weights |= dict.fromkeys(own, shares[country] / len(own))
            return weights, basis
        return None

    def _sets(self, product: str) -> list[tuple[str, Mapping[str, float]]]:
        """Return the figures of one basis and period together, those that cover most first, then the newest."""
        found: dict[tuple[str, str], dict[str, float]] = defaultdict(dict)
        for claim in self._claims.get(product, ()):
            basis = claim.basis or ""
            if claim.share is not None and any(word in basis for word in _BY_MAKER):
                found[basis, str(claim.period or "")].setdefault(claim.start, claim.share)
        kept = [(one, shares) for one, shares in found.items() if sum(shares.values()) <= 1 + 2 * (1 - COMPLETE)]
        kept.sort(key=lambda item: (-round(sum(item[1].values()), 1), item[0][1]))
        return [(f"as the makers of a country: {basis} {period}".strip(), shares) for (basis, period), shares in kept]
