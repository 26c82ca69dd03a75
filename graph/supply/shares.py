"""Which published figures divide a need: one basis, one period, never mixed.

A figure of a narrower denominator than the need (what one customer buys, say) is kept as reported and divides
nothing (methods A1e).
"""

import re
from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import date

from graph.facts.fact import OPEN, EdgeFact
from graph.facts.preference import one_each, preference
from graph.ontology import EdgeKind

COMPLETE = 0.995
"""Published shares that sum to this much are complete up to rounding."""
_WORLD = re.compile(r"\b(world|global)", re.IGNORECASE)
"""What a denominator says that is the world's."""
_MARKET = re.compile(r"\b(world|global|market)", re.IGNORECASE)
"""What a denominator says that is no one customer's."""


def share_set(claims: Sequence[tuple[EdgeFact, ...]], as_of: date) -> Mapping[str, EdgeFact]:
    """Choose the figures to use: one basis, one period, the best claim per supplier; the first of ``share_sets``.

    Parameters
    ----------
    claims : sequence of tuple of EdgeFact
        Of each supplier of the need, the usable shares, the preferred first.
    as_of : date
        The day; a newer figure is preferred to an older one.
    """
    return next(iter(share_sets(claims, as_of)), {})


def share_sets(claims: Sequence[tuple[EdgeFact, ...]], as_of: date) -> list[dict[str, EdgeFact]]:
    """Return all figures that could be used, each set of one basis and period, the preferred first.

    The newest period wins, except that a set covering less than half of what the fullest one covers is passed
    over: one supplier's newest figure must not hide the known division of a whole market.

    Parameters
    ----------
    claims : sequence of tuple of EdgeFact
        Of each supplier of the need, the usable shares, the preferred first.
    as_of : date
        The day; a newer figure is preferred to an older one.
    """
    wide = _wide_sets(claims, as_of)
    return sorted(wide, key=lambda pick: min(preference(claim, as_of) for claim in pick.values()))


def first_share_set(claims: Sequence[tuple[EdgeFact, ...]], as_of: date) -> Mapping[str, EdgeFact]:
    """Choose among figures that are all of days after the one asked for: those of the first such day.

    Parameters
    ----------
    claims : sequence of tuple of EdgeFact
        Of each supplier of the need, the shares measured after the day.
    as_of : date
        The day asked for.
    """

    def measured(pick: Mapping[str, EdgeFact]) -> date:
        return min(day for claim in pick.values() if (day := claim.measured_from))

    return min(_wide_sets(claims, as_of), key=measured, default={})


def _wide_sets(claims: Sequence[tuple[EdgeFact, ...]], as_of: date) -> list[dict[str, EdgeFact]]:
    sets: dict[tuple[str | None, str | None], list[EdgeFact]] = defaultdict(list)
    for group in claims:
        for claim in group:
            if not is_narrow(claim):
                sets[claim.basis, claim.period].append(claim)
    picked = [one_each(members, as_of) for members in sets.values()]
    fullest = max(map(total, picked), default=0.0)
    return [pick for pick in picked if total(pick) >= fullest / 2]


def is_narrow(claim: EdgeFact) -> bool:
    """Say whether a share is of less than the market.

    Its denominator or unit may say so. So does a whole share of a firm in a source that leaves others out: it means
    that the source names nobody else.

    Parameters
    ----------
    claim : EdgeFact
        One that carries a share.
    """
    if claim.properties.get(OPEN) and (claim.share or 0.0) >= COMPLETE:
        return True
    if claim.kind is not EdgeKind.SUPPLIED_BY:
        return False
    if claim.denominator:
        return not _MARKET.search(claim.denominator)
    return bool(claim.unit) and str(claim.unit).startswith("share of ") and not _MARKET.search(str(claim.unit))


def of_the_market(claim: EdgeFact) -> bool:
    """Say whether a figure is said to be a share of the world or the market.

    Parameters
    ----------
    claim : EdgeFact
        One that carries a share.
    """
    return bool(_MARKET.search(claim.denominator or str(claim.unit or "")))


def covers_market(figures: Mapping[str, EdgeFact]) -> bool:
    """Say whether figures divide the whole.

    They sum to one, in one source that does not say it leaves any out, and each says what it is a share of: of makers
    it has to be the world market, since one customer's purchases, or one country's, leave out who supplies the others.

    Parameters
    ----------
    figures : Mapping[str, EdgeFact]
        Of one basis and period, by supplier; from ``share_set``.
    """
    if any(claim.properties.get(OPEN) or not _of_the_whole(claim) for claim in figures.values()):
        return False
    return total(figures) >= COMPLETE and len({claim.source.id for claim in figures.values()}) == 1


def _of_the_whole(claim: EdgeFact) -> bool:
    said = claim.denominator or claim.unit or ""
    return bool(_WORLD.search(said)) if claim.kind is EdgeKind.SUPPLIED_BY else bool(said)


def total(figures: Mapping[str, EdgeFact]) -> float:
    """Return the sum of the shares of a share set.

    Parameters
    ----------
    figures : Mapping[str, EdgeFact]
        Of one basis and period, by supplier.
    """
    return sum(claim.share or 0.0 for claim in figures.values())
