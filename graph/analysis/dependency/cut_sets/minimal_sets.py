"""The minimal sets of a universe that stop each of some targets, by trying small sets on all of them at once.

Losses grow with the set, so that minimal sets are well defined at every threshold (methods A1d).
"""

from dataclasses import dataclass

import numpy as np

from graph.analysis.dependency.cases.case import Case
from graph.analysis.dependency.cases.judging import Loss, judge, stops, within
from graph.analysis.dependency.cases.readings import Criterion
from graph.analysis.dependency.cut_sets.candidates import alone, candidates
from graph.analysis.dependency.kernels.cut_sets import SearchBudget
from graph.analysis.dependency.kernels.subsets import minimal_rows
from graph.budget import seconds_left
from graph.snapshots.arrays import BoolArray, IntArray

CELLS_KEPT = 30_000_000
"""Most sets times targets of which it is kept whether they are stopped: a byte each."""


@dataclass(frozen=True)
class SearchLimits:
    """How far a search for sets goes; an answer says which limit was reached.

    Parameters
    ----------
    sets : int
        Sets kept for one node on the way, where they are built up from below.
    subsets : int
        Sets of several tried, where they are tried.
    seconds : float
        Of the search, and no more than the question has left.
    """

    sets: int = 5_000
    subsets: int = 50_000
    seconds: float = 10.0

    def budget(self) -> SearchBudget:
        """Return a budget that starts now, no longer than what the question has left."""
        return SearchBudget(self.sets, seconds_left(self.seconds))


@dataclass(frozen=True, eq=False)
class Tried:
    """Sets that were tried on all targets: every single event, and sets of several that stop what no part of them does.

    Attributes
    ----------
    case : Case
        On which they were tried.
    criterion : Criterion
        When a target counts as stopped.
    subsets : IntArray, shape (subsets, order)
        Single events first, in their order.
    stopped, minimal : BoolArray, shape (subsets, targets)
        Minimal: stopped, and by no smaller set within.
    """

    case: Case
    criterion: Criterion
    subsets: IntArray
    stopped: BoolArray
    minimal: BoolArray

    def loss(self, rows: IntArray) -> Loss:
        """Return what some of the sets take from each target; not kept, because that would be half a gigabyte.

        Parameters
        ----------
        rows : IntArray
            Positions in ``subsets``.

        Returns
        -------
        Loss
            Each value of shape (rows, targets).
        """
        return judge(self.case, self.subsets[rows], self.criterion)


def try_sets(case: Case, order: int, criterion: Criterion, limits: SearchLimits, budget: SearchBudget) -> Tried:
    """Try every small set of events that can matter (``candidates``).

    Where there are more sets than allowed, those whose members take least are left out, and ``budget.reached`` says so.

    Parameters
    ----------
    case : Case
        Its events are combined, its targets judged together.
    order : int
        Most events of a set.
    criterion : Criterion
        When a target counts as stopped.
    limits : SearchLimits
        Most sets of several events that are tried.
    budget : SearchBudget
        Says afterwards which limits were reached; when its time is up the sets not yet tried are left out.
    """
    singles = np.arange(len(case.cut.events), dtype=np.int64)[:, None]
    by_one = _stops(case, singles, criterion, budget)
    singles = singles[: len(by_one)]
    if order == 1 or len(singles) < 2 or len(singles) < len(case.cut.events):
        return Tried(case, criterion, singles, by_one, by_one)
    most = max(min(limits.subsets, CELLS_KEPT // max(len(case.roots), 1)), 1)
    several, complete = candidates(alone(case, by_one, criterion), order, criterion, most)
    if not complete:
        budget.reached["subsets"] = most
    stopped = _stops(case, several, criterion, budget)
    several = several[: len(stopped)]
    subsets = np.concatenate([np.pad(singles, ((0, 0), (0, several.shape[1] - 1)), constant_values=-1), several])
    stopped = np.concatenate([by_one, stopped])
    minimal = minimal_rows(stopped, subsets)
    kept = minimal.any(axis=1) | (np.arange(len(minimal)) < len(singles))
    return Tried(case, criterion, subsets[kept], stopped[kept], minimal[kept])


def _stops(case: Case, subsets: IntArray, criterion: Criterion, budget: SearchBudget) -> BoolArray:
    """Return what each set stops; fewer rows where the time is up."""
    found = [stops(case, some, criterion) for some in within(case, subsets, budget)]
    return np.concatenate(found) if found else np.zeros((0, len(case.roots)), dtype=bool)
