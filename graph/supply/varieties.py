"""Of which of its varieties a market consists, where sources say so (methods A1e).

The shares of a market are those of what is sold in it. Where nearly all of that is one generation, they say nothing of
who makes the generations before it or after it.
"""

from graph.facts.fact import EdgeFact
from graph.ontology import EdgeKind
from graph.supply.relations import Relations

NEAR = 1
"""Years by which what a market consists of may be older or newer than its shares."""
MOST = 0.5


def market_is_of(edges: Relations, kind: str, variety: str, period: str | None) -> bool:
    """Say whether the shares of a market may stand for a variety: unless it is said to consist of others.

    Parameters
    ----------
    edges : Relations
        Of the day. A share on ``VARIANT_OF`` says how much of the market a variety is.
    kind : str
        Whose market it is.
    variety : str
        One of its kinds.
    period : str or None
        What the shares of the market measure; None where nobody says.
    """
    parts = {
        edge.start: claims
        for edge in edges.into(kind, EdgeKind.VARIANT_OF)
        if (claims := [claim for claim in edge.claims if claim.share is not None and claim.period])
    }
    if not parts or not period:
        return not parts
    nearest = min(abs(_year(claim) - int(period[:4])) for claims in parts.values() for claim in claims)
    of_the_time = (claim for claim in parts.get(variety, ()) if abs(_year(claim) - int(period[:4])) == nearest <= NEAR)
    return any((claim.share or 0.0) > MOST for claim in of_the_time)


def _year(claim: EdgeFact) -> int:
    return int(str(claim.period)[:4])
