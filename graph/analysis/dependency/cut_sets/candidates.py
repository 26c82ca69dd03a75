"""Which small sets can stop a target that none of their members stops: the only ones worth trying.

Losses with nothing substituted are at most added up: ``L_0(u|A with B) <= L_0(u|A) + L_0(u|B)``, because a need loses a
sum, or a maximum, of what its suppliers lose, and an entity the maximum over its needs. Substitution only lowers losses
(methods A2). So a set whose members together lose a target less than the threshold does to it what they do alone.
What breaks this is bounded from above first: a delivery that a recipe stands in for counts as the recipe, the shares of
a need that can empty are scaled to one, and a need without parts counts as if it had equal ones. Events that take
something only jointly are always tried together.
"""

from dataclasses import dataclass, replace
from math import comb

import numpy as np

from graph.analysis.dependency.cases.case import Case
from graph.analysis.dependency.cases.judging import judged, within
from graph.analysis.dependency.cases.readings import Criterion, Semantics
from graph.analysis.dependency.kernels.loss import Bound, can_empty
from graph.analysis.dependency.kernels.subsets import small_subsets
from graph.budget import checked
from graph.snapshots.and_or_graph import AndOrGraph
from graph.snapshots.arrays import BoolArray, FloatArray, IntArray, distinct

SLACK = 1e-6
"""Sums of doubles: what falls short of the threshold by less may reach it."""

AT_ONCE = 2_000_000
"""Pairs found before those that several targets gave are put together."""


@dataclass(frozen=True, eq=False)
class Alone:
    """What single events do.

    Attributes
    ----------
    most : FloatArray, shape (events, targets)
        The most that each takes from each target, with nothing substituted.
    stopped : BoolArray, shape (events, targets)
        What each stops by itself.
    joint : BoolArray, shape (events,)
        Events of which several may take what none of them takes alone.
    exact : bool
        An event that takes nothing from a target by itself takes nothing from it together with others.
    """

    most: FloatArray
    stopped: BoolArray
    joint: BoolArray
    exact: bool


def alone(case: Case, stopped: BoolArray, criterion: Criterion) -> Alone:
    """Return what bounds the loss of sets from above.

    Parameters
    ----------
    case : Case
        Its cut holds the events.
    stopped : BoolArray, shape (events, targets)
        By each event of the case.
    criterion : Criterion
        With bootstrap nothing is bounded, and every set is worth trying.
    """
    joint = case.joint()
    if criterion.semantics is Semantics.BOOTSTRAP:  # cycles fall by themselves: nothing is bounded
        return Alone(np.ones(stopped.shape), stopped, np.ones_like(joint), exact=False)
    bounding = replace(case, arrays=_bounding(case.arrays))
    rigid = Criterion(loss=criterion.loss, sigma=0.0, reading=criterion.reading)
    bound = Bound.HIGH if criterion.reading.bound is Bound.HIGH else Bound.CENTRAL
    singles = np.arange(len(stopped), dtype=np.int64)[:, None]
    most = [judged(bounding, some, rigid, bound) for some in within(bounding, singles)]
    exact = criterion.sigma == 0 and not case.arrays.any_one.any()
    return Alone(np.concatenate(most), stopped, joint, exact)


def _bounding(arrays: AndOrGraph) -> AndOrGraph:
    """Return the graph whose losses add up to no less than those of the graph itself."""
    if not arrays.need_count:
        return arrays
    lengths = np.diff(arrays.first)
    whole = np.add.reduceat(arrays.share, arrays.first[:-1])
    empties = can_empty(arrays, Bound.CENTRAL)
    scale = np.where(empties & (whole > 0), 1 / np.where(whole > 0, whole, 1), 1.0)
    equal = np.where(empties & (whole <= 0), 1 / lengths, 0.0)
    return replace(
        arrays, share=arrays.share * np.repeat(scale, lengths) + np.repeat(equal, lengths),
        remainder=np.where(empties, 0.0, arrays.remainder), any_one=np.zeros_like(arrays.any_one),
        undivided=np.zeros_like(arrays.undivided),
    )  # fmt: skip


def candidates(events: Alone, order: int, criterion: Criterion, most: int) -> tuple[IntArray, bool]:
    """Return the sets of several events that may stop a target that none of their members stops.

    Parameters
    ----------
    events : Alone
        From ``alone``.
    order : int
        Largest set.
    criterion : Criterion
        Sets whose members' losses do not add up to its threshold are left out; Boolean failure has the threshold 1.
    most : int
        Sets returned at most: those whose members take most.

    Returns
    -------
    sets : IntArray, shape (sets, order)
        Filled up with -1.
    all_of_them : bool
    """
    threshold = (1.0 if criterion.boolean else criterion.loss) - SLACK
    pairs = _pairs(events, threshold)
    found = [np.column_stack([*pairs.T, *[np.full(len(pairs), -1, dtype=np.int64)] * (order - 2)])]
    complete = True
    if order > 2:
        larger, complete = _larger(events, order, threshold, most)
        found.append(larger)
    sets = np.concatenate(found)
    if len(sets) > most:
        taken = np.append(events.most.sum(axis=1), 0.0)
        heaviest = np.argsort(-taken[sets].sum(axis=1), kind="stable")[:most]
        sets, complete = sets[np.sort(heaviest)], False
    return sets, complete


def _pairs(events: Alone, threshold: float) -> IntArray:
    count = len(events.most)
    codes = [np.zeros(0, dtype=np.int64)]
    for loss, free in checked(_different_targets(events)):
        inside = np.flatnonzero(free)
        inside = inside[np.argsort(loss[inside], kind="stable")]
        rising = loss[inside]
        first = np.searchsorted(rising, threshold - rising)
        first = np.maximum(first, np.arange(len(inside)) + 1)  # each pair once
        partners = len(inside) - first
        left = np.repeat(inside, partners)
        ends = np.cumsum(partners)
        right = inside[np.arange(partners.sum()) + np.repeat(first - (ends - partners), partners)]
        codes.append(np.minimum(left, right) * count + np.maximum(left, right))
        if sum(map(len, codes)) > AT_ONCE:
            codes = [distinct(np.concatenate(codes))]
    together = np.flatnonzero(events.joint)
    a, b = np.triu_indices(len(together), 1)
    codes.append(together[a] * count + together[b])
    every = distinct(np.concatenate(codes))
    return np.column_stack(np.divmod(every, max(count, 1)))


def _different_targets(events: Alone) -> list[tuple[FloatArray, BoolArray]]:
    """Return the most that each event takes and which may join others, of each target that is unlike those before."""
    free = ~events.stopped & (events.most > 0) if events.exact else ~events.stopped
    found: dict[bytes, tuple[FloatArray, BoolArray]] = {}
    for loss, able in zip(events.most.T, free.T, strict=True):
        found.setdefault(loss.tobytes() + able.tobytes(), (loss, able))
    return list(found.values())


def _larger(events: Alone, order: int, threshold: float, most: int) -> tuple[IntArray, bool]:
    """Return sets of more than two, of the events that take most where there are too many sets to go through."""
    chosen = np.flatnonzero(~events.stopped.all(axis=1) & ((events.most > 0).any(axis=1) | events.joint))
    kept = _most(len(chosen), order, most)
    complete = kept == len(chosen)
    if not complete:
        taken = events.most[chosen].sum(axis=1)
        chosen = np.sort(chosen[np.argsort(-taken, kind="stable")[:kept]])
    sets, _ = small_subsets(len(chosen), order, most)
    sets = sets[(sets >= 0).sum(axis=1) > 2]
    if not len(sets):
        return np.zeros((0, order), dtype=np.int64), complete
    sets = np.where(sets >= 0, chosen[sets], -1)
    targets = _different_targets(events)
    loss = np.vstack([np.array([one for one, _ in targets]).T, np.zeros((1, len(targets)))])
    barred = np.vstack([~np.array([able for _, able in targets]).T, np.zeros((1, len(targets)), dtype=bool)])
    joint = np.append(events.joint, False)
    able = joint[sets].sum(axis=1) > 1
    for start in range(0, len(sets), 4096):
        some = sets[start : start + 4096]
        together = sum(loss[member] for member in some.T)
        able[start : start + 4096] |= ((together >= threshold) & ~np.logical_or.reduce(barred[some.T])).any(axis=1)
    return sets[able], complete


def _most(events: int, order: int, limit: int) -> int:
    """Return of how many events all small sets can be tried."""
    while events > 1 and sum(comb(events, size) for size in range(1, order + 1)) > limit:
        events -= max(1, events // 50)
    return events
