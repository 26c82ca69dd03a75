"""Shares of a market by country of the maker, as reported: what they say of firms of which nothing else is stated."""

from collections import defaultdict
from collections.abc import Iterable, Mapping

from graph.facts.preference import usable_figure
from graph.ontology import EdgeKind
from graph.supply.relations import Relations
from graph.supply.shares import COMPLETE

MOST = 0.5
"""Part of a market that the figures must cover, unless all makers are of the countries that they name."""
_BY_MAKER = ("headquarters", "producer", "production")
"""How a basis says that it goes by the country of the makers, not by that of the sites or the customers."""


class CountryShares:
    """Published shares of products by country, on one day.

    Parameters
    ----------
    edges : Relations
        All edges of the day.
    """

    def __init__(self, edges: Relations) -> None:
        self._edges = edges

    def weights(self, product: str, firms: Iterable[str]) -> tuple[Mapping[str, float], str] | None:
        """Return what each firm weighs, those of one country alike, and the basis; None where too little is published.

        What the figures leave to countries that they do not name is divided among the firms of those.

        Parameters
        ----------
        product : str
            Id of the input.
        firms : iterable of str
            Its makers, among whom it is divided.
        """
        seats = {firm: self._seat(firm) for firm in firms}
        here = set(seats.values())
        for basis, shares in (*self._sets(product, of_the_day=True), *self._sets(product, of_the_day=False)):
            placed = sum(share for country, share in shares.items() if country in here)
            # A whole share beside makers elsewhere means that the source names nobody else.
            alone = max(shares.values()) >= COMPLETE and here > set(shares)
            if alone or "" in here or (placed < MOST and not here <= shares.keys()):
                continue
            others = [firm for firm, country in seats.items() if country not in shares]
            rest = max(0.0, 1.0 - sum(shares.values()))
            weights = {firm: rest / len(others) for firm in others}
            for country in here & shares.keys():
                own = [firm for firm, seat in seats.items() if seat == country]
                weights |= dict.fromkeys(own, shares[country] / len(own))
            return weights, basis
        return None

    def _seat(self, firm: str) -> str:
        return next(iter(self._edges.ends(firm, EdgeKind.BASED_IN)), "")

    def _sets(self, product: str, *, of_the_day: bool) -> list[tuple[str, Mapping[str, float]]]:
        """Return the figures of one basis and period together, those that cover most first, then the newest.

        Figures of later days are looked at where those of the day or before say too little.
        """
        found: dict[tuple[str, str], dict[str, float]] = defaultdict(dict)
        shares_of = self._edges.into(product, EdgeKind.SHARE_OF)
        for claim in (claim for edge in shares_of for claim in edge.claims):
            basis = claim.basis or ""
            measured = usable_figure(claim, self._edges.as_of) is of_the_day
            if claim.share is not None and measured and any(word in basis for word in _BY_MAKER):
                found[basis, str(claim.period or "")].setdefault(claim.start, claim.share)
        kept = [(one, shares) for one, shares in found.items() if sum(shares.values()) <= 1 + 2 * (1 - COMPLETE)]
        kept.sort(key=lambda item: (-round(sum(item[1].values()), 1), item[0][1]))
        said = "as the makers of a country" if of_the_day else "as the makers of a country later"
        return [(f"{said}: {basis} {period}".strip(), shares) for (basis, period), shares in kept]
