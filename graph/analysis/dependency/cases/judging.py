"""What many sets take from many targets at once: the losses of a case, in each of the three values.

Collapse and ban differ only in the case; everything after that is one function, so that cut sets, chokepoints,
bans and scenarios cannot disagree.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from graph.analysis.dependency.cases.case import Case
from graph.analysis.dependency.cases.readings import ROUNDING, Criterion, Semantics
from graph.analysis.dependency.kernels.bits import unpack
from graph.analysis.dependency.kernels.cut_sets import SearchBudget
from graph.analysis.dependency.kernels.failure import failed
from graph.analysis.dependency.kernels.loss import Bound, losses
from graph.budget import checkpoint
from graph.snapshots.arrays import BoolArray, FloatArray, IntArray, Triple

CELLS = 1_000_000
"""Nodes times sets that are looked at together: a few arrays of doubles of this size."""
MARGIN = 10 * ROUNDING
"""Around the threshold, where the central value alone does not say what is stopped."""


def _shares(three: Sequence[float]) -> Triple:
    low, central, high = np.round(np.clip(three, 0.0, 1.0), 12).tolist()
    return low, central, high


@dataclass(frozen=True, eq=False)
class Loss:
    """Losses of the targets, each of shape (subsets, targets)."""

    low: FloatArray
    central: FloatArray
    high: FloatArray

    def at(self, bound: Bound) -> FloatArray:
        """Return one of the three values.

        Parameters
        ----------
        bound : Bound
            Low, central or high.
        """
        values: FloatArray = getattr(self, bound.value)
        return values

    @property
    def three(self) -> tuple[FloatArray, FloatArray, FloatArray]:
        """Low, central and high."""
        return self.low, self.central, self.high

    def of(self, at: tuple[int, int]) -> tuple[float, float, float]:
        """Return low, central and high of one subset and target, as shares from 0 to 1.

        Parameters
        ----------
        at : tuple[int, int]
            Row and column: which subset, and which target.
        """
        return _shares([part[at] for part in self.three])

    @cached_property
    def of_each(self) -> list[Triple]:
        """Low, central and high of each node, where the losses have the shape (size,)."""
        return list(map(tuple, np.round(np.clip(self.three, 0.0, 1.0), 12).T.tolist()))

    def stopped(self, criterion: Criterion) -> BoolArray:
        """Say what is stopped in the criterion's reading.

        A central value has to exceed the threshold: half of a need whose two suppliers nobody weighs is the toss of
        a coin, not a likelihood. What the facts force counts in every reading.

        Parameters
        ----------
        criterion : Criterion
            Its threshold and reading (methods A1d).

        Returns
        -------
        BoolArray
            Shape of the losses.
        """
        reached = self.low >= criterion.loss - ROUNDING
        if criterion.reading.bound is Bound.CENTRAL:
            return reached | (self.central > criterion.loss + ROUNDING) | (self.central >= 1 - ROUNDING)
        return reached | (self.at(criterion.reading.bound) >= criterion.loss - ROUNDING)

    def certain(self, criterion: Criterion) -> BoolArray:
        """Say what is stopped whoever else there may be.

        Parameters
        ----------
        criterion : Criterion
            Its threshold; the reading does not matter.
        """
        return self.low >= criterion.loss - ROUNDING

    def possible(self, criterion: Criterion) -> BoolArray:
        """Say what may be stopped: nothing that is known keeps it from that.

        Parameters
        ----------
        criterion : Criterion
            Its threshold; whatever is stopped in its reading is possible too.
        """
        return self.stopped(criterion) | (self.high >= criterion.loss - ROUNDING)


def judge(case: Case, subsets: IntArray, criterion: Criterion, budget: SearchBudget | None = None) -> Loss:
    """Return what each set takes from each target.

    Parameters
    ----------
    case : Case
        Collapse or ban, and the targets that it is judged on.
    subsets : IntArray, shape (subsets, order)
        Events of the universe, filled up with -1.
    criterion : Criterion
        Its ``sigma`` and ``semantics`` are used.
    budget : SearchBudget, optional
        When the time is up the remaining subsets are left out.

    Returns
    -------
    Loss
        Rows for the subsets tried.
    """
    parts = [[judged(case, some, criterion, bound) for bound in Bound] for some in within(case, subsets, budget)]
    empty = np.zeros((0, len(case.roots)))
    return Loss(*(np.concatenate([empty, *(part[n] for part in parts)]) for n in range(len(Bound))))


def within(case: Case, subsets: IntArray, budget: SearchBudget | None = None) -> Iterator[IntArray]:
    """Yield as many sets at a time as are looked at together, until the time is up.

    Parameters
    ----------
    case : Case
        The larger what its targets rest on, the fewer at a time.
    subsets : IntArray, shape (subsets, ...)
        Cut up along the first axis.
    budget : SearchBudget, optional
        Asked after each part; the question's own time ends the work as well.

    Raises
    ------
    TimeLimitError, GivenUpError
        The question has no time left, or nobody waits for it: ``budget.checkpoint``.
    """
    chunk = max(64, CELLS // max(case.cone.arrays.size, 1) // 64 * 64)
    for start in range(0, len(subsets), chunk):
        checkpoint("sets", start, len(subsets))
        yield subsets[start : start + chunk]
        if budget is not None and budget.over():
            return


def judged(case: Case, subsets: IntArray, criterion: Criterion, bound: Bound) -> FloatArray:
    """Return one of the three losses of each target, of sets that are looked at together.

    Parameters
    ----------
    case : Case
        Collapse or ban, and the targets that it is judged on.
    subsets : IntArray, shape (subsets, order)
        Events of the universe, filled up with -1.
    criterion : Criterion
        Its ``sigma`` and ``semantics`` are used.
    bound : Bound
        Which of the three losses.

    Returns
    -------
    FloatArray, shape (subsets, targets)
    """
    cone = case.cone
    can_fail, everything = cone.orders(bound)
    bootstrap = criterion.semantics == Semantics.BOOTSTRAP
    fallen = failed(can_fail, case.dead(subsets, bound)[cone.nodes], bootstrap=bootstrap)
    if criterion.boolean:
        return unpack(fallen[cone.roots], len(subsets)).T.astype(np.float64)
    gone = unpack(fallen, len(subsets))
    return losses(cone.arrays, everything, gone, cone.sigma(criterion.sigma), bound)[cone.roots].T


def stops(case: Case, subsets: IntArray, criterion: Criterion) -> BoolArray:
    """Return what each set stops, as ``judge`` says it, from one of the three values where that suffices.

    Parameters
    ----------
    case : Case
        Collapse or ban, and the targets that it is judged on.
    subsets : IntArray, shape (subsets, order)
        Looked at together: see ``within``.
    criterion : Criterion
        When a target counts as stopped; also its ``sigma`` and ``semantics``.

    Returns
    -------
    BoolArray, shape (subsets, targets)
    """
    value = judged(case, subsets, criterion, criterion.reading.bound)
    if criterion.reading.bound is not Bound.CENTRAL:
        return value >= criterion.loss - ROUNDING
    reached = (value > criterion.loss + ROUNDING) | (value >= 1 - ROUNDING)
    near = ((np.abs(value - criterion.loss) <= MARGIN) & ~reached).any(axis=1)
    if near.any():  # what the facts force reaches the threshold, a toss of a coin does not
        reached[near] |= judged(case, subsets[near], criterion, Bound.LOW) >= criterion.loss - ROUNDING
    return reached
