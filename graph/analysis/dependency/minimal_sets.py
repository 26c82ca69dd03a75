"""The minimal sets of a universe that stop each of some targets, by trying small sets on all of them at once.

Losses grow with the set, so that minimal sets are well defined at every threshold (methods A1d).
"""

from dataclasses import dataclass
from math import comb

import numpy as np

from graph.analysis.dependency.case import Case, Loss, judge
from graph.analysis.dependency.kernels.cut_sets import SearchBudget
from graph.analysis.dependency.kernels.subsets import minimal_rows, small_subsets
from graph.analysis.dependency.readings import Criterion
from graph.budget import seconds_left
from graph.snapshots.arrays import BoolArray, IntArray

CELLS_KEPT = 20_000_000
"""Most sets times targets that are kept with three losses each: half a gigabyte."""


@dataclass(frozen=True)
class SearchLimits:
    """How far a search for sets goes; an answer says which limit was reached.

    Parameters
    ----------
    sets : int
        Sets kept for one node on the way, where they are built up from below.
    subsets : int
        Sets tried, where they are tried.
    seconds : float
    """

    sets: int = 5_000
    subsets: int = 50_000
    seconds: float = 10.0

    def budget(self) -> SearchBudget:
        """Return a budget that starts now, no longer than what the question has left."""
        return SearchBudget(self.sets, seconds_left(self.seconds))


@dataclass(frozen=True, eq=False)
class Tried:
    """Sets that were tried on all targets.

    Attributes
    ----------
    subsets : IntArray, shape (subsets, order)
    loss : Loss
    stopped, minimal : BoolArray, shape (subsets, targets)
        Minimal: stopped, and by no smaller set within.
    """

    subsets: IntArray
    loss: Loss
    stopped: BoolArray
    minimal: BoolArray


def try_sets(case: Case, order: int, criterion: Criterion, limits: SearchLimits, budget: SearchBudget) -> Tried:
    """Try every small set of events.

    Sets of several leave out events that alone stop every target, and, where shares are rigid, those that alone
    take nothing from any and control nothing together with others. Where there are more sets than allowed, the
    events that take least are left out, and ``budget.reached`` says so.

    Parameters
    ----------
    case : Case
    order : int
    criterion : Criterion
    limits : SearchLimits
    budget : SearchBudget
    """
    events = len(case.cut.events)
    singles = np.arange(events, dtype=np.int64)[:, None]
    alone = judge(case, singles, criterion, budget)
    singles = singles[: len(alone.low)]
    if order == 1 or not events:
        stopped = alone.stopped(criterion)
        return Tried(singles, alone, stopped, stopped)
    useful = ~alone.stopped(criterion).all(axis=1)
    if criterion.sigma == 0:
        useful &= (alone.high > 0).any(axis=1) | case.joint()
    chosen = np.flatnonzero(useful)
    most = min(limits.subsets, max(CELLS_KEPT // max(len(case.roots), 1), 1))
    kept = _most(len(chosen), order, most)
    if kept < len(chosen):
        budget.reached["subsets"] = most
        taken = alone.central[chosen].sum(axis=1)
        chosen = np.sort(chosen[np.argsort(-taken, kind="stable")[:kept]])
    several, _ = small_subsets(len(chosen), order, most)
    several = np.where(several >= 0, chosen[several], -1) if len(chosen) else np.zeros((0, order), dtype=np.int64)
    several = several[(several >= 0).sum(axis=1) > 1]
    together = judge(case, several, criterion, budget)
    several = several[: len(together.low)]
    filled = np.full((len(singles), several.shape[1]), -1, dtype=np.int64)
    filled[:, :1] = singles
    subsets = np.concatenate([filled, several])
    loss = Loss(
        *(np.concatenate([one, two]) for one, two in
          ((alone.low, together.low), (alone.central, together.central), (alone.high, together.high)))
    )  # fmt: skip
    stopped = loss.stopped(criterion)
    return Tried(subsets, loss, stopped, minimal_rows(stopped, subsets))


def _most(events: int, order: int, limit: int) -> int:
    """Return of how many events all small sets can be tried."""
    while events > 1 and sum(comb(events, size) for size in range(1, order + 1)) > limit:
        events -= max(1, events // 50)
    return events
