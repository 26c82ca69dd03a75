"""Which of several claims an answer uses; the others are listed as its rivals. The only place that decides it.

The rule within one relation: a figure measured by the day asked for before one measured later; then the newest
period; then the most direct source (no other study behind it, opened before recalled); then the surer one. Ties are
broken by content, so that the order of files never matters. Of relations of which there can be one only (a seat), the
data set decides first. Among the shares of one need, one claim stands for each supplier; where several sources together
exceed the whole, one source is kept.
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import date
from enum import StrEnum
from typing import Any, Literal

import numpy as np
from numpy.typing import NDArray

from graph.facts.digests import numbers_of
from graph.facts.fact import Checked, Confidence, EdgeFact
from graph.facts.facts import Facts
from graph.ontology import EDGE_TYPES

ROUNDING = 0.01
"""Published shares of one whole may exceed 1 by so much, for rounding."""

_END_OF_TIME = date(9999, 12, 31)

_CONFIDENCE = {value: rank for rank, value in enumerate(Confidence)}


def usable_figure(claim: EdgeFact, as_of: date) -> bool:
    """Say whether a claim carries a share whose period had begun by the day asked for.

    Parameters
    ----------
    claim : EdgeFact
        Without a period it is usable on every day.
    as_of : date
        The day asked for.
    """
    return claim.share is not None and (claim.measured_from is None or claim.measured_from <= as_of)


def preference(claim: EdgeFact, as_of: date) -> tuple[bool, bool, int, bool, bool, int, str]:
    """Return the sort key of a claim among its rivals; the first is preferred.

    Parameters
    ----------
    claim : EdgeFact
        Of any relation; keys are compared within one only.
    as_of : date
        The day asked for.
    """
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


class Rivalry:
    """All claims of a version by relation, the preferred first: ``rivals`` and ``ranked`` on columns.

    What no day changes is sorted once; a day then picks its claims, and puts figures measured later behind the others.

    Parameters
    ----------
    claims : Facts of EdgeFact
        With what is derived.

    Attributes
    ----------
    measured : NDArray of int32, shape (claims,)
        The first day that each figure measures, as an ordinal.
    """

    def __init__(self, claims: Facts[EdgeFact]) -> None:
        of = claims.columns
        functional = of["kind"].array(lambda kind: EDGE_TYPES[kind].functional, bool)
        ends = [of[name].ranks() for name in ("end", "need", "told_apart")]
        about = [of["kind"].ranks(str), of["start"].ranks(), *(np.where(functional, 0, end) for end in ends)]
        dataset = np.where(functional, of["source"].ranks(lambda source: dataset_rank(source.dataset)), 0)
        self.measured = of["measured_from"].array(lambda day: (day or date.min).toordinal(), np.int32)
        self._order = np.lexsort([*reversed(_standing(claims, self.measured)), dataset, *reversed(about)])
        self._relation = _runs([key[self._order] for key in about])
        self._block = _runs([key[self._order] for key in (*about, dataset)])

    def on(self, as_of: date, there: NDArray[np.bool_]) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
        """Return claims by relation, in the order of kind, start, end, need and what tells relations apart.

        Parameters
        ----------
        as_of : date
            Figures measured after this day come after the others.
        there : NDArray of bool, shape (claims,)
            Which claims there are on that day.

        Returns
        -------
        rows : NDArray of int64
            The claims of each relation together, the preferred first.
        first : NDArray of int64, shape (relations + 1,)
            The claims of relation ``i`` are ``rows[first[i]:first[i + 1]]``.
        """
        places = np.flatnonzero(there[self._order])
        later = self.measured[self._order[places]] > as_of.toordinal()
        places = places[np.argsort(2 * self._block[places] + later, kind="stable")]
        first = np.flatnonzero(np.diff(self._relation[places], prepend=-1))
        return self._order[places], np.append(first, len(places))


def _standing(claims: Facts[EdgeFact], measured: NDArray[np.int32]) -> list[NDArray[Any]]:
    """Return the parts of ``preference`` that no day changes, the one that counts most first."""
    of = claims.columns
    figures = [of[name].array(lambda figure: figure is not None, bool) for name in ("share", "quantity")]
    return [
        ~(figures[0] | figures[1]),
        -measured,
        of["source"].array(lambda source: source.origin is not None, bool),
        of["checked"].array(lambda checked: checked is Checked.RECALLED, bool),
        of["confidence"].array(_CONFIDENCE.__getitem__, np.int8),
        numbers_of(of["claim_id"]),
    ]


def _runs(keys: Sequence[NDArray[Any]]) -> NDArray[np.int64]:
    """Return a number for each row that grows wherever a key differs from that of the row before."""
    differs = np.zeros(len(keys[0]), bool)
    for key in keys:
        differs[1:] |= key[1:] != key[:-1]
    return np.cumsum(differs)


def rivals(claims: Iterable[EdgeFact]) -> list[list[EdgeFact]]:
    """Return the claims that are about the same relation, together.

    Parameters
    ----------
    claims : Iterable[EdgeFact]
        Of any relations. Of a kind that allows one end only (``functional``), all of one start are together.
    """
    groups: dict[tuple[str, ...], list[EdgeFact]] = defaultdict(list)
    for claim in claims:
        functional = EDGE_TYPES[claim.kind].functional
        groups[claim.relation[:2] if functional else (*claim.relation, claim.told_apart)].append(claim)
    return list(groups.values())


def ranked(claims: Sequence[EdgeFact], as_of: date) -> list[EdgeFact]:
    """Return the claims about one relation, the one that an answer of a day uses first.

    Parameters
    ----------
    claims : Sequence[EdgeFact]
        About one relation.
    as_of : date
        The day asked for.
    """
    if len(claims) == 1:
        return list(claims)
    ordered = sorted(claims, key=lambda claim: preference(claim, as_of))
    if EDGE_TYPES[ordered[0].kind].functional:
        ordered.sort(key=lambda claim: dataset_rank(claim.source.dataset))
    return ordered


def undisputed(claims: Sequence[EdgeFact]) -> list[EdgeFact]:
    """Return the claims about one relation that no rival precedes whose validity overlaps theirs.

    Judged with all that is published, so that on any day one of them holds; an answer as of a day before some figure
    was measured may use another.

    Parameters
    ----------
    claims : Sequence[EdgeFact]
        About one relation.
    """
    taken: list[EdgeFact] = []
    for claim in ranked(claims, _END_OF_TIME):
        if not any(_overlap(claim, other) for other in taken):
            taken.append(claim)
    return taken


def one_each(claims: Sequence[EdgeFact], as_of: date, supplier: Literal["start", "end"] = "end") -> dict[str, EdgeFact]:
    """Return one claim for each supplier of a whole; of one source, where several together exceed the whole.

    Parameters
    ----------
    claims : sequence of EdgeFact
        Shares of one whole, in one basis and period.
    as_of : date
        The day asked for, by which one claim is preferred to another.
    supplier : {"start", "end"}
        Which end of a claim is the supplier.
    """
    ordered = sorted(claims, key=lambda claim: preference(claim, as_of))
    best: dict[str, EdgeFact] = {}
    for claim in ordered:
        best.setdefault(getattr(claim, supplier), claim)
    if sum(claim.share or 0.0 for claim in best.values()) > 1 + ROUNDING:
        source = ordered[0].source.id
        return {getattr(claim, supplier): claim for claim in reversed(ordered) if claim.source.id == source}
    return best


def _overlap(a: EdgeFact, b: EdgeFact) -> bool:
    return (a.valid_from or date.min) < (b.valid_to or date.max) and (b.valid_from or date.min) < (
        a.valid_to or date.max
    )


def dataset_rank(dataset: str) -> tuple[int, str]:
    """Order data sets: the atlas first, then the others by name, a user's own facts last.

    A fact wins nothing by being somebody's own: one private line would move a firm to another country. Where nothing
    else is known it stands, elsewhere it is shown beside.

    Parameters
    ----------
    dataset : str
        Its name; a user's own data sets begin with ``facts``.

    Returns
    -------
    tuple of (int, str)
        A key to sort by.
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
    """Return whether another claim agrees, differs, or measures something else (another basis, unit or period).

    Parameters
    ----------
    used : EdgeFact
        The claim that an answer uses.
    other : EdgeFact
        About the same relation.
    """
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
