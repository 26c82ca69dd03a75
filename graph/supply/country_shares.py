"""Shares of a market by country of the maker, as reported: what they say of firms of which nothing else is stated."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple

from graph.facts.fact import EdgeFact
from graph.facts.preference import usable_figure
from graph.ontology import EdgeKind
from graph.supply.relations import Relations
from graph.supply.shares import COMPLETE, is_narrow, of_the_market
from graph.supply.suppliers import CountryPool

MOST = 0.5
"""Part of a market that the figures must cover, unless all makers are of the countries that they name."""
_BY_MAKER = ("headquarters", "producer", "production")
"""How a basis says that it goes by the country of the makers, not by that of the sites or the customers."""
_BY_SEAT = ("headquarters", "producer")
"""How it says that a firm counts for where it has its seat, wherever it makes what it sells."""


class ByCountry(NamedTuple):
    """How a product is divided by what is published of countries.

    Attributes
    ----------
    weights : Mapping of str to float
        What each firm weighs; those of one country alike.
    basis : str
        Of the figures.
    pools : tuple of CountryPool
        What the makers of each country have together, where that is stated of the market on the day.
    """

    weights: Mapping[str, float]
    basis: str
    pools: tuple[CountryPool, ...]


class _StatedFigures(NamedTuple):
    """Figures of one basis and period: of each country the claims about it, the preferred first."""

    basis: str
    period: str
    claims: Mapping[str, Sequence[EdgeFact]]

    @property
    def shares(self) -> Mapping[str, float]:
        return {country: claims[0].share or 0.0 for country, claims in self.claims.items()}

    @property
    def total(self) -> float:
        return sum(self.shares.values())


class CountryShares:
    """Published shares of products by country, on one day.

    Parameters
    ----------
    edges : Relations
        All edges of the day.
    """

    def __init__(self, edges: Relations) -> None:
        self._edges = edges

    def weights(self, product: str, firms: Iterable[str], beside: Iterable[str] = ()) -> ByCountry | None:
        """Return what each firm weighs, those of one country alike; None where too little is published.

        What the figures leave to countries that they do not name is divided among the firms of those.

        Parameters
        ----------
        product : str
            Id of the input.
        firms : iterable of str
            Its makers, among whom it is divided.
        beside : iterable of str
            Others who may make it: within the bounds of their country, with no part of the central value.
        """
        seats = {firm: self._seat(firm) for firm in firms}
        every = seats | {firm: self._seat(firm) for firm in beside}
        here = set(seats.values())
        for figures in (*self._sets(product, of_the_day=True), *self._sets(product, of_the_day=False)):
            shares = figures.shares
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
            return ByCountry(weights, self._said(figures), self._pools(figures, every))
        return None

    def _said(self, figures: _StatedFigures) -> str:
        of_the_day = self._of_the_day(figures)
        said = "as the makers of a country" if of_the_day else "as the makers of a country later"
        return f"{said}: {figures.basis} {figures.period}".strip()

    def _of_the_day(self, figures: _StatedFigures) -> bool:
        return all(usable_figure(claims[0], self._edges.as_of) for claims in figures.claims.values())

    def _pools(self, figures: _StatedFigures, seats: Mapping[str, str]) -> tuple[CountryPool, ...]:
        """Return what the makers of each country have together: nothing for sure of another day or another whole."""
        every = [claim for claims in figures.claims.values() for claim in claims]
        if not self._of_the_day(figures) or any(is_narrow(one) or not of_the_market(one) for one in every):
            return ()
        scale = max(1.0, figures.total)  # rounded shares are brought to sum to one
        by_seat = any(word in figures.basis for word in _BY_SEAT)
        return tuple(
            CountryPool(
                country, figures.shares[country] / scale, min(said) / scale, max(said) / scale,
                tuple(firm for firm, seat in seats.items() if seat == country), by_seat,
            )
            for country, claims in sorted(figures.claims.items())
            if (said := [claim.share or 0.0 for claim in claims]) and max(said) > 0
        )  # fmt: skip

    def _seat(self, firm: str) -> str:
        return next(iter(self._edges.ends(firm, EdgeKind.BASED_IN)), "")

    def _sets(self, product: str, *, of_the_day: bool) -> list[_StatedFigures]:
        """Return the figures of one basis and period together, those that cover most first, then the nearest in time.

        Figures of later days are looked at where those of the day or before say too little.
        """
        found: dict[tuple[str, str], dict[str, list[EdgeFact]]] = defaultdict(lambda: defaultdict(list))
        shares_of = self._edges.into(product, EdgeKind.SHARE_OF)
        for claim in (claim for edge in shares_of for claim in edge.claims):
            basis = claim.basis or ""
            measured = usable_figure(claim, self._edges.as_of) is of_the_day
            if claim.share is not None and measured and any(word in basis for word in _BY_MAKER):
                found[basis, str(claim.period or "")][claim.start].append(claim)
        every = [_StatedFigures(basis, period, claims) for (basis, period), claims in found.items()]
        kept = [figures for figures in every if figures.total <= 1 + 2 * (1 - COMPLETE)]
        kept.sort(key=lambda figures: (figures.period, figures.basis), reverse=of_the_day)
        return sorted(kept, key=lambda figures: -round(figures.total, 1))
