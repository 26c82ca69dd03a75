"""Minimal cut sets of Boolean failure, built up from the suppliers (MOCUS; methods A1)."""

from collections.abc import Sequence

import numpy as np

from graph.analysis.dependency.cases.case import Case
from graph.analysis.dependency.cases.readings import Criterion, Semantics
from graph.analysis.dependency.kernels.bits import unpack
from graph.analysis.dependency.kernels.breadth_first import breadth_first
from graph.analysis.dependency.kernels.cut_sets import CutSet, SearchBudget, minimal, minimal_cut_sets
from graph.analysis.dependency.kernels.failure import failed
from graph.analysis.dependency.kernels.loss import can_empty
from graph.analysis.dependency.kernels.schedule import Schedule, steps
from graph.snapshots.arrays import IntArray


def as_subsets(sets: Sequence[CutSet]) -> IntArray:
    """Return sets of event numbers as rows filled up with -1.

    Parameters
    ----------
    sets : Sequence[CutSet]
        Numbers of events.

    Returns
    -------
    IntArray, shape (sets, largest order)
        Each row ascending.
    """
    rows = [sorted(members) for members in sets]
    table = np.full((len(rows), max(map(len, rows), default=0)), -1, dtype=np.int64)
    for number, row in enumerate(rows):
        table[number, : len(row)] = row
    return table


def by_mocus(case: Case, order: int, criterion: Criterion, budget: SearchBudget) -> list[CutSet]:
    """Return the minimal cut sets of Boolean failure, built up from the suppliers.

    Where the budget was reached the sets are made minimal by trial, so that what is returned always holds.

    Parameters
    ----------
    case : Case
        Of a collapse, judged on one target.
    order : int
        Largest set asked for.
    criterion : Criterion
        Of Boolean failure.
    budget : SearchBudget
        Says afterwards which limits were reached.
    """
    root = int(case.roots[0])
    within = breadth_first(case.arrays, root).depth[case.arrays.owner] >= 0
    evaluated = steps(case.arrays, within & can_empty(case.arrays, criterion.reading.bound))
    bootstrap = criterion.semantics == Semantics.BOOTSTRAP
    deaths: dict[int, frozenset[CutSet]] = {}
    for node, events in case.cut.deaths:
        deaths[node] = deaths.get(node, frozenset()) | {frozenset(events)}
    deaths = {node: frozenset(c for c in family if len(c) <= order) for node, family in deaths.items()}
    found = minimal_cut_sets(evaluated, deaths, root, order, budget, bootstrap=bootstrap)
    if not budget.reached:
        return sorted(found, key=lambda members: (len(members), sorted(members)))
    return minimal(_shrunk(case, members, evaluated, bootstrap) for members in found)


def _shrunk(case: Case, members: CutSet, evaluated: Schedule, bootstrap: bool) -> CutSet:
    """Drop members until none can be spared."""
    for member in sorted(members):
        less = members - {member}
        if less and _stops(case, less, evaluated, bootstrap):
            members = less
    return members


def _stops(case: Case, members: CutSet, evaluated: Schedule, bootstrap: bool) -> bool:
    dead = case.cut.dead(case.arrays.size, as_subsets([members]))
    return bool(unpack(failed(evaluated, dead, bootstrap=bootstrap)[case.roots], 1)[0, 0])
