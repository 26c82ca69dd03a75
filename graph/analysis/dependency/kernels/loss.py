"""Capacity loss with substitutes: the least fixpoint of the largest loss among the needs of each node.

With ``l = 1 - a`` the definition of methods A2 reads ``l(u) = 1`` if ``u`` has failed, else
``max_g (1 - sigma) * (unknown_g + sum_v share_gv * l(v))``; it is solved suppliers first, and within a cycle by
repetition from zero.
"""

from collections.abc import Sequence

import numpy as np

from graph.analysis.dependency.kernels.adjacency import adjacency
from graph.analysis.dependency.kernels.schedule import Step
from graph.and_or_graph import AndOrGraph
from graph.arrays import BoolArray, FloatArray

TOLERANCE = 1e-13
MAX_REPEATS = 20_000
"""Repetitions within one cycle; what loses less than a thousandth a turn may need as many."""


def losses(
    arrays: AndOrGraph,
    steps: Sequence[Step],
    failed: BoolArray,
    sigma: float,
    *,
    remainder_survives: bool,
    dead_links: BoolArray | None = None,
    at_least: FloatArray | None = None,
) -> FloatArray:
    """Return the loss of capacity of every node in each what-if.

    Parameters
    ----------
    arrays : AndOrGraph
    steps : sequence of Step
        Over all needs.
    failed : BoolArray, shape (size, what-ifs)
        What fails altogether: certainly, where the remainder survives; as far as known, where it does not.
    sigma : float
        Substitutability: 0 keeps shares rigid, at 1 any live supplier suffices.
    remainder_survives : bool
        Whether suppliers that nobody named go on supplying.
    dead_links : BoolArray, shape (links,), optional
    at_least : FloatArray, shape (size, what-ifs), optional
        Loss that nodes have for other reasons.

    Returns
    -------
    FloatArray, shape (size, what-ifs)
        Shares of capacity, 0..1.
    """
    loss = failed.astype(np.float64)
    if at_least is not None:
        np.maximum(loss, at_least, out=loss)
    for step in steps:
        given = loss[step.owners]
        for _ in range(MAX_REPEATS if step.cyclic else 1):
            before = loss[step.owners]
            needed = _largest(arrays, step, loss, sigma, remainder_survives, dead_links)
            loss[step.owners] = after = np.maximum(given, needed)
            if np.abs(after - before).max() < TOLERANCE:
                break
    return np.minimum(loss, 1.0)


def _largest(
    arrays: AndOrGraph,
    step: Step,
    loss: FloatArray,
    sigma: float,
    remainder_survives: bool,
    dead_links: BoolArray | None,
) -> FloatArray:
    lost = loss[step.suppliers]
    if dead_links is not None:
        lost[dead_links[step.links]] = 1.0
    lost *= arrays.share[step.links, None]
    by_need = np.add.reduceat(lost, step.first_link, axis=0)
    if not remainder_survives:
        by_need += arrays.remainder[step.needs, None]
    largest: FloatArray = np.maximum.reduceat(by_need, step.first_need, axis=0) * (1.0 - sigma)
    return largest


def losses_by_round(
    arrays: AndOrGraph,
    dead: BoolArray,
    sigma: float,
    rounds: int,
    *,
    remainder_survives: bool,
    dead_links: BoolArray | None = None,
) -> FloatArray:
    """Return the loss after each of the first rounds, everyone reacting to the round before.

    Parameters
    ----------
    arrays, sigma, remainder_survives, dead_links
        As in ``losses``.
    dead : BoolArray, shape (size,)
    rounds : int

    Returns
    -------
    FloatArray, shape (rounds, size)
    """
    owners, first_need = np.unique(arrays.owner, return_index=True)
    spare = np.where(remainder_survives, arrays.remainder, 0.0)
    gone = np.zeros(arrays.link_count, dtype=bool) if dead_links is None else dead_links
    need_of_link = adjacency(arrays).need_of_link
    capacity = np.where(dead, 0.0, 1.0)
    history = np.empty((rounds, arrays.size))
    for number in range(rounds):
        supplied = np.where(gone, 0.0, capacity[arrays.supplier])
        raw = spare + np.bincount(need_of_link, arrays.share * supplied, minlength=arrays.need_count)
        live = np.bincount(need_of_link, supplied > 0, minlength=arrays.need_count) > 0
        if remainder_survives:
            live |= ~arrays.closed
        held = np.where(live, 1.0 - (1.0 - raw) * (1.0 - sigma), 0.0)
        after = np.where(dead, 0.0, 1.0)
        if len(owners):
            after[owners] = np.minimum(after[owners], np.minimum.reduceat(held, first_need))
        history[number] = 1.0 - after
        capacity = after
    return history
