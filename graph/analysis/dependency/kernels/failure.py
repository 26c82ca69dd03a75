"""What fails: the least fixpoint of "some need has lost every supplier", for many what-ifs at once.

Forward chaining in Horn logic, one pass over the links where there is no cycle (Dowling & Gallier 1984).
"""

from functools import partial

import numpy as np

from graph.analysis.dependency.kernels.bits import ALL, BitArray
from graph.analysis.dependency.kernels.schedule import Schedule, Step
from graph.analysis.dependency.kernels.stretches import reduced
from graph.budget import checked, checkpoint
from graph.native.library import Kernels, kernels
from graph.snapshots.arrays import BoolArray

WIDTHS = (2, 4, 8, 16)
"""Words a node for which C is compiled; fewer are filled up."""
BLOCK = 16
"""Words that go through the graph together: 1,024 what-ifs, two cache lines a node."""


def failed(
    steps: Schedule, dead: BitArray, *, dead_links: BoolArray | None = None, bootstrap: bool = False
) -> BitArray:
    """Return which nodes fail in each what-if.

    Parameters
    ----------
    steps : Schedule
        Over the needs that can empty.
    dead : BitArray, shape (size, words)
        Dead at the start.
    dead_links : BoolArray, shape (links,), optional
        Links that no longer supply, in every what-if.
    bootstrap : bool
        A cycle that nothing outside supports fails (the greatest fixpoint); else it keeps running.

    Returns
    -------
    BitArray, shape (size, words)

    Examples
    --------
    >>> needs = [NeedEntry(0, [(1, 0.9, False), (2, 0.1, False)], 0.0, True)]
    >>> graph = AndOrGraph.from_needs(3, needs)  # 0 needs 1 (nine tenths) or 2 (one tenth)
    >>> what_ifs = pack_columns(np.array([[False, False], [True, True], [False, True]]))
    >>> unpack(failed(schedule(graph), what_ifs), 2)[0].tolist()  # does 0 fail without 1, without both?
    [False, True]
    """
    compiled = kernels()
    through = _in_numpy if compiled is None else partial(_in_c, compiled)
    if dead.shape[1] <= BLOCK:
        return through(steps, dead, dead_links, bootstrap)
    result = np.empty_like(dead)
    for start in range(0, dead.shape[1], BLOCK):
        block = slice(start, start + BLOCK)
        result[:, block] = through(steps, dead[:, block], dead_links, bootstrap)
    return result


def _in_c(
    compiled: Kernels, steps: Schedule, dead: BitArray, dead_links: BoolArray | None, bootstrap: bool
) -> BitArray:
    """Do the same owner by owner, each with what those before it have come to; the fixpoint is the same."""
    checkpoint()
    words = dead.shape[1]
    found = np.zeros((len(dead), next(width for width in WIDTHS if width >= words)), dtype=np.uint64)
    found[:, :words] = dead
    links = None if dead_links is None else dead_links[steps.links]
    given = np.empty((steps.largest_cycle, found.shape[1]), dtype=np.uint64) if bootstrap else None
    for step in compiled.failure(steps.laid, found, links, given):
        checkpoint("steps", step, len(steps))
    return np.ascontiguousarray(found[:, :words])


def _in_numpy(steps: Schedule, dead: BitArray, dead_links: BoolArray | None, bootstrap: bool) -> BitArray:
    found = dead.copy()
    for step in checked(steps):
        if step.cyclic:
            _until_stable(step, found, dead_links, bootstrap)
        else:
            found[step.owners] |= _emptied(step, found, dead_links)
    return found


def _emptied(step: Step, dead: BitArray, dead_links: BoolArray | None) -> BitArray:
    """Return which owners have an empty need."""
    lost = dead.take(step.suppliers, axis=0)
    if dead_links is not None:
        lost[dead_links[step.links]] = ALL
    return reduced(np.bitwise_or, reduced(np.bitwise_and, lost, step.first_link), step.first_need)


def _until_stable(step: Step, dead: BitArray, dead_links: BoolArray | None, bootstrap: bool) -> None:
    given = dead[step.owners]
    before = np.full_like(given, ALL) if bootstrap else given
    dead[step.owners] = before
    while True:
        checkpoint()
        after = given | _emptied(step, dead, dead_links)
        if np.array_equal(after, before):
            return
        dead[step.owners] = before = after
