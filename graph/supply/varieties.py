"""Of which of its varieties a market consists, where sources say so (methods A1e).

The shares of a market are those of what is sold in it. Where nearly all of that is one generation, they say nothing of
who makes the generations before it or after it. A generation is divided by the shares of the time when the market was
largely of it; what was stated of a generation itself while it was sold says who made it then, not who does now.

Something that needs the product, with no word of which kind, needs one of them: where the makers of a kind have no
stated shares, the shares of the market are none of what it needs either. They give the central value alone.
"""

from collections.abc import Mapping, Sequence

from graph.facts.fact import EdgeFact
from graph.ontology import EdgeKind
from graph.supply.relations import Relations
from graph.supply.shares import total
from graph.supply.suppliers import Groups, NeedKey

NEAR = 1
"""Years by which what a market consists of may be older or newer than its shares."""
MOST = 0.5
NEARLY_ALL = 0.9
"""Part of a market that published shares must cover to weigh the makers of one kind of its products."""


class Varieties:
    """Markets, and the kinds of products in them, on one day.

    Parameters
    ----------
    edges : Relations
        Of the day. A share on ``VARIANT_OF`` says how much of the market a variety is.
    groups : Groups
        The alternatives of each need.
    """

    def __init__(self, edges: Relations, groups: Groups) -> None:
        self._edges, self._groups = edges, groups

    def market(self, key: NeedKey) -> tuple[NeedKey, Mapping[str, EdgeFact]] | None:
        """Return the market for a whole kind of product, and those of its shares that may stand for one of the kind.

        Parameters
        ----------
        key : tuple of str
            The need for the makers of the variety. The newest shares are taken of a time when the market was largely
            of it; the newest of all where nobody says of what a market consists; None where there are none.
        """
        for kind in sorted(self._edges.ends(key[0], EdgeKind.VARIANT_OF)):
            market = (kind, key[1])
            for figures in self._groups.ever_published(market) if market in self._groups else ():
                period = next(iter(figures.values())).period
                if total(figures) >= NEARLY_ALL and _may_stand(self._parts(kind), key[0], period):
                    return market, figures
        return None

    def unnamed(self, key: NeedKey) -> Sequence[NeedKey]:
        """Return the needs for the makers of each kind of a product, where something needs it with no word of the kind.

        Parameters
        ----------
        key : tuple of str
            The need for the makers of the product.
        """
        if not self._edges.starts(key[0], EdgeKind.REQUIRES):
            return ()
        kinds = ((kind, key[1]) for kind in sorted(self._edges.starts(key[0], EdgeKind.VARIANT_OF)))
        return [one for one in kinds if one in self._groups]

    def is_past(self, variety: str, period: str | None) -> bool:
        """Say whether a market has come to consist of other varieties since shares of one were measured.

        Parameters
        ----------
        variety : str
            What the shares are of.
        period : str or None
            What they measure; None where nobody says, so that nothing is known to have changed.
        """
        return period is not None and any(
            self._has_left(self._parts(kind), variety, period)
            for kind in self._edges.ends(variety, EdgeKind.VARIANT_OF)
        )

    def _has_left(self, parts: Mapping[str, Sequence[EdgeFact]], variety: str, period: str) -> bool:
        begun = {
            which: [claim for claim in claims if claim.measured_from and claim.measured_from <= self._edges.as_of]
            for which, claims in parts.items()
        }
        newest = max((_year(claim) for claims in begun.values() for claim in claims), default=0)
        now = {which for which, claims in begun.items() if any(_is_most(claim, newest) for claim in claims)}
        return newest > int(period[:4]) and bool(now - {variety}) and variety not in now

    def _parts(self, kind: str) -> Mapping[str, Sequence[EdgeFact]]:
        """Return what sources say of how much of a market each variety is."""
        into = self._edges.into(kind, EdgeKind.VARIANT_OF)
        said = {edge.start: [c for c in edge.claims if c.share is not None and c.period] for edge in into}
        return {variety: claims for variety, claims in said.items() if claims}


def _may_stand(parts: Mapping[str, Sequence[EdgeFact]], variety: str, period: str | None) -> bool:
    """Say whether shares of a market may stand for a variety: unless it is said to have consisted of others then."""
    if not parts or not period:
        return not parts
    asked = int(period[:4])
    nearest = min(abs(_year(claim) - asked) for claims in parts.values() for claim in claims)
    near = (asked - nearest, asked + nearest)
    return nearest <= NEAR and any(_is_most(claim, *near) for claim in parts.get(variety, ()))


def _is_most(claim: EdgeFact, *years: int) -> bool:
    return _year(claim) in years and (claim.share or 0.0) > MOST


def _year(claim: EdgeFact) -> int:
    return int(str(claim.period)[:4])
