"""Capacity loss with substitutes: the least fixpoint of the largest loss among the needs of each node.

With ``l = 1 - a`` the definition of methods A2 reads ``l(u) = 1`` if ``u`` has failed, else
``max_g (1 - sigma) * (sum_stated s_gv * l(v) + what the unstated part rho_g loses)``. It is solved suppliers
first, and within a cycle by repetition.

What nobody states lies anywhere between the silent suppliers and, in an open need, the unknown one, so that
every loss has three values: *low*, where the unstated part rests on whoever stands best; *high*, where it
rests on whoever stands worst; *central*, where it is split as ``share`` says and the unknown supplier lives.
"""

from collections.abc import Callable
from enum import Enum

import numpy as np

from graph.analysis.dependency.kernels.schedule import MAX_REPEATS, TOLERANCE, Schedule, Step
from graph.analysis.dependency.kernels.stretches import reduced, summed
from graph.budget import checked, checkpoint
from graph.native.library import kernels
from graph.native.structures import LossTerms
from graph.snapshots.and_or_graph import AndOrGraph
from graph.snapshots.arrays import BoolArray, FloatArray


class Bound(Enum):
    """Which of the three values of a loss."""

    LOW = "low"
    CENTRAL = "central"
    HIGH = "high"


def can_empty(arrays: AndOrGraph, bound: Bound) -> BoolArray:
    """Return which needs can lose every supplier, shape (needs,).

    *Low*: closed ones only. *Central*: not those in which the unknown supplier has a share. *High*: all.

    Parameters
    ----------
    arrays : AndOrGraph
        The needs and links of a snapshot.
    bound : Bound
        Which of the three values of the loss is wanted.
    """
    if bound is Bound.LOW:
        return arrays.closed
    if bound is Bound.CENTRAL:
        return arrays.closed | (arrays.remainder <= 0)
    return np.ones(arrays.need_count, dtype=bool)


def losses(
    arrays: AndOrGraph,
    steps: Schedule,
    at_least: BoolArray | FloatArray,
    sigma: float | FloatArray,
    bound: Bound,
    *,
    dead_links: BoolArray | None = None,
) -> FloatArray:
    """Return the loss of capacity of every node in each what-if.

    Parameters
    ----------
    arrays : AndOrGraph
        The needs and links of a snapshot.
    steps : Schedule
        Over all needs asked about.
    at_least : BoolArray or FloatArray, shape (size, what-ifs)
        1 for what fails altogether (whose needs, of those that ``can_empty``, have lost every supplier); elsewhere the
        loss that a node has for other reasons, else 0.
    sigma : float or FloatArray, shape (needs,)
        Substitutability: 0 keeps shares rigid, at 1 any live supplier suffices.
    bound : Bound
        Which of the three values of the loss is wanted.
    dead_links : BoolArray, shape (links,), optional
        Links that carry nothing, whatever their supplier does; None is none of them.

    Returns
    -------
    FloatArray, shape (size, what-ifs)
        Shares of capacity, 0..1.

    Examples
    --------
    >>> needs = [NeedEntry(0, [(1, 0.9, False), (2, 0.1, False)], 0.0, True)]
    >>> graph = AndOrGraph.from_needs(3, needs)  # 0 needs 1 (nine tenths) or 2 (one tenth)
    >>> gone = np.array([[False], [True], [False]])
    >>> losses(graph, schedule(graph), gone, 0.0, Bound.CENTRAL)[0].tolist()
    [0.9]
    >>> losses(graph, schedule(graph), gone, 0.5, Bound.CENTRAL)[0].tolist()  # half of what is lost is substituted
    [0.45]
    """
    loss = at_least.astype(np.float64, order="C")
    rigid = np.where(arrays.undivided, 0.0, 1.0 - np.broadcast_to(sigma, arrays.need_count))
    rigid = np.where(arrays.within_country, 1.0, rigid)
    compiled = kernels()
    if compiled is None:
        _in_numpy(arrays, steps, loss, rigid, bound, dead_links)
    else:
        checkpoint()
        room = np.empty((2, steps.largest_cycle, loss.shape[1]))
        terms = _terms(arrays, steps, rigid, bound, dead_links)
        for step in compiled.loss(steps.laid, terms, (TOLERANCE, MAX_REPEATS), room, loss):
            checkpoint("steps", step, len(steps))
    return np.minimum(loss, 1.0)


def _terms(
    arrays: AndOrGraph, steps: Schedule, rigid: FloatArray, bound: Bound, dead_links: BoolArray | None
) -> LossTerms:
    """Return what is said of links and needs, as the kernel in C reads it."""
    needs, links = steps.needs, steps.links
    return LossTerms(
        list(Bound).index(bound),
        None if dead_links is None else dead_links[links],
        share=arrays.parts(bound.value)[links],
        silent=arrays.free[links],
        rigid=rigid[needs],
        unstated=arrays.unstated(bound.value)[needs],
        any_one=arrays.any_one[needs],
        open=_opened(arrays, bound)[needs],
        alike=arrays.like_the_worst[needs],
    )


def _opened(arrays: AndOrGraph, bound: Bound) -> BoolArray:
    """Return in which needs an unknown supplier may be, shape (needs,).

    *High*: none where the parts of countries are stated. The unknown one is of another country, and lost at most with
    the worst of the makers outside those that are named.
    """
    opened = ~arrays.closed
    return opened & ~arrays.by_country if bound is Bound.HIGH else opened


def _in_numpy(
    arrays: AndOrGraph, steps: Schedule, loss: FloatArray, rigid: FloatArray, bound: Bound, dead_links: BoolArray | None
) -> None:
    """Compute the losses in place, step by step; the kernel in C does the same, in the same order."""
    parts = arrays.parts(bound.value)
    for step in checked(steps):
        needed = need_loss(arrays, step, bound, parts)
        given = before = loss.take(step.owners, axis=0)
        for _ in range(MAX_REPEATS):
            checkpoint()
            lost = loss.take(step.suppliers, axis=0)
            if dead_links is not None:
                lost[dead_links[step.links]] = 1.0
            worst = reduced(np.maximum, needed(lost) * rigid[step.needs, None], step.first_need)
            loss[step.owners] = after = np.maximum(given, worst)
            if not step.cyclic or np.abs(after - before).max() < TOLERANCE:
                break
            before = after


def need_loss(arrays: AndOrGraph, step: Step, bound: Bound, parts: FloatArray) -> Callable[[FloatArray], FloatArray]:
    """Return the function from the losses at the links of a step to those of its needs.

    What has failed is given (``losses``): a need without parts loses nothing else, whatever a bound takes from its
    suppliers.

    Parameters
    ----------
    arrays : AndOrGraph
        The needs and links of a snapshot.
    step : Step
        Whose needs and links are asked about.
    bound : Bound
        Which of the three values of the loss is wanted.
    parts : FloatArray, shape (links,)
        ``arrays.parts`` of the bound.
    """

    shared = _shared_loss(arrays, step, bound, parts)
    any_one, undivided = arrays.any_one[step.needs, None], arrays.undivided[step.needs, None]
    if not (any_one.any() or undivided.any()):
        return shared

    def needed(lost: FloatArray) -> FloatArray:
        best = reduced(np.minimum, lost, step.first_link)
        found: FloatArray = np.where(undivided, 0.0, np.where(any_one, best, shared(lost)))
        return found

    return needed


def _shared_loss(arrays: AndOrGraph, step: Step, bound: Bound, parts: FloatArray) -> Callable[[FloatArray], FloatArray]:
    """Return the function from the losses at the links to those of the needs, by shares."""

    share = parts[step.links, None]

    def shared(lost: FloatArray) -> FloatArray:
        return summed(lost * share, step.first_link)

    if bound is Bound.CENTRAL:
        return shared
    unstated = arrays.unstated(bound.value)[step.needs, None]
    silent = arrays.free[step.links, None]
    opened = _opened(arrays, bound)[step.needs, None]
    alike = arrays.like_the_worst[step.needs, None]

    def low(lost: FloatArray) -> FloatArray:
        best = reduced(np.minimum, np.where(silent, lost, 1.0), step.first_link)
        return shared(lost) + unstated * np.where(opened, 0.0, best)

    def high(lost: FloatArray) -> FloatArray:
        worst = reduced(np.maximum, np.where(silent, lost, 0.0), step.first_link)
        named = reduced(np.maximum, lost, step.first_link)
        unknown = np.where(alike, named, named > 0)
        return shared(lost) + unstated * np.where(opened, unknown, worst)

    return low if bound is Bound.LOW else high
