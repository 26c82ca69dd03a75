"""Which of several claims an answer uses; the others are listed as its rivals.

The rule: a figure measured by the day asked for before one measured later; then the newest period; then the
most direct source (no other study behind it, opened before recalled); then the surer one. Ties are broken by
content, so that the order of files never matters.
"""

from datetime import date
from enum import StrEnum

from graph.facts import Checked, Confidence, EdgeFact

_CONFIDENCE = {value: rank for rank, value in enumerate(Confidence)}


def usable_figure(claim: EdgeFact, as_of: date) -> bool:
    """Say whether a claim carries a share whose period had begun by the day asked for."""
    return claim.share is not None and (claim.measured_from is None or claim.measured_from <= as_of)


def preference(claim: EdgeFact, as_of: date) -> tuple[bool, bool, int, bool, bool, int, str]:
    """Return the sort key of a claim among its rivals; the first is preferred."""
    measured = claim.measured_from or date.min
    return (
        measured > as_of,
        claim.share is None and claim.quantity is None,
        -measured.toordinal(),
        claim.source.origin is not None,
        claim.checked is Checked.RECALLED,
        _CONFIDENCE[claim.confidence],
        claim.claim_id,
    )


def dataset_rank(dataset: str) -> tuple[int, str]:
    """Order data sets: the atlas first, then the others by name, a user's own facts last.

    A fact wins nothing by being somebody's own: one private line would move a firm to another country. Where nothing
    else is known it stands, elsewhere it is shown beside.
    """
    first = 0 if dataset == "atlas" else 2 if dataset.startswith("facts") else 1
    return (first, dataset)


AGREEING = 0.01
"""Figures that differ by no more than this part of the larger say the same: sources round."""
DAYS_APART = 62
"""Dates nearer than this say the same: sources date an event by its news, its signing or its start."""


class Stance(StrEnum):
    """What another claim about a relation says of the one that an answer uses."""

    ALSO_SAYS = "also says"
    DISAGREES = "disagrees"
    OTHER_MEASURE = "other measure"


def stance(used: EdgeFact, other: EdgeFact) -> Stance:
    """Return whether another claim agrees, differs, or measures something else (another basis, unit or period)."""
    if used.end != other.end or used.need != other.need:
        return Stance.DISAGREES
    for figure in ("share", "quantity"):
        one, two = getattr(used, figure), getattr(other, figure)
        if one is None or two is None:
            continue
        if (used.basis, used.unit, used.period) != (other.basis, other.unit, other.period):
            return Stance.OTHER_MEASURE
        if abs(one - two) > AGREEING * max(abs(one), abs(two)):
            return Stance.DISAGREES
    apart = [
        abs((one - two).days) > DAYS_APART
        for one, two in ((used.valid_from, other.valid_from), (used.valid_to, other.valid_to))
        if one is not None and two is not None
    ]
    return Stance.DISAGREES if any(apart) else Stance.ALSO_SAYS
