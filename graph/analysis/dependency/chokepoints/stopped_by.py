"""Whom one country, company or entity stops, and the best example of it."""

from collections.abc import Callable, Sequence
from functools import cache, partial

import numpy as np

from graph.analysis.dependency.cases.judging import judge
from graph.analysis.dependency.chain import Why, Worlds, worlds
from graph.analysis.dependency.chokepoints.chokepoints import LIMITS, Stopped, stopped_row
from graph.analysis.dependency.cut_sets.cut_sets import Cut, case_of
from graph.analysis.dependency.cut_sets.of_many import grouped
from graph.analysis.dependency.home import AtHome
from graph.snapshots.snapshot import Snapshot


def stopped_by(
    snapshot: Snapshot, member: str, targets: Sequence[str], cut: Cut
) -> tuple[list[Stopped], set[str], Callable[[str], Why]]:
    """Return which targets one country, company or entity stops, its own left out, surest first; and which it may.

    Parameters
    ----------
    snapshot : Snapshot
        Its lens says what a country controls, its horizon which needs bind.
    member : str
        Id of an entity, company or country; targets at home with it are left out.
    targets : sequence of str
        Targets of which enough is known.
    cut : Cut
        Its ``over`` is what the member is.

    Returns
    -------
    found, possible
    why : callable
        Says of the id of one that is stopped why it is: few are asked for.
    """
    found: list[Stopped] = []
    possible: set[str] = set()
    reasons: dict[str, Callable[[], Why]] = {}
    budget = LIMITS.budget()
    at_home = AtHome(snapshot, {member})
    groups, _ = grouped(snapshot, cut, [target for target in targets if not at_home(target)])
    for customers, group in groups:
        case = case_of(snapshot, cut, group, customers, member)
        if not case.cut.events:
            continue
        subset = np.zeros((1, 1), dtype=np.int64)
        loss = judge(case, subset, cut.criterion, budget)
        stopped, certain = loss.stopped(cut.criterion)[0], loss.certain(cut.criterion)[0]
        possible |= {group[n] for n in np.flatnonzero(loss.possible(cut.criterion)[0]).tolist()}
        after = cache(partial(worlds, snapshot, case, subset, cut.criterion))
        for n in np.flatnonzero(stopped).tolist():
            found.append(stopped_row(snapshot, group[n], loss.of((0, n)), certain=bool(certain[n])))
            reasons[group[n]] = partial(_why, after, n)
    found.sort(key=lambda one: (not one.certain, -one.loss[1], one.id))
    return found, possible, lambda target: reasons[target]()


def _why(after: Callable[[], Worlds], target: int) -> Why:
    return after().why(target, 0)


def example(stops: Sequence[Stopped], why: Callable[[str], Why]) -> Why | None:
    """Return why the best example is stopped: one of the surest, by a chain without caveats where one has such.

    Parameters
    ----------
    stops : sequence of Stopped
        Surest first.
    why : callable
        Says of an id why it is stopped.

    Returns
    -------
    Why or None
        None where nothing is stopped.
    """
    told = (why(one.id) for one in stops if one.certain == stops[0].certain)
    first = next(told, None)
    return next((one for one in told if not one.caveats), first) if first and first.caveats else first
