"""What fails: the least fixpoint of "some need has lost every supplier", for many what-ifs at once.

Forward chaining in Horn logic, one pass over the links where there is no cycle (Dowling & Gallier 1984).
"""

import numpy as np

from graph.analysis.dependency.kernels.bits import ALL, BitArray
from graph.analysis.dependency.kernels.schedule import Schedule, Step
from graph.analysis.dependency.kernels.stretches import reduced
from graph.budget import checked, checkpoint
from graph.native.library import kernels
from graph.snapshots.arrays import BoolArray

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
    result = np.empty_like(dead)
    compiled = kernels()
    links = None if dead_links is None or compiled is None else dead_links[steps.links]
    for start in range(0, dead.shape[1], BLOCK):
        checkpoint()
        block = dead[:, start : start + BLOCK].copy()
        if compiled:
            compiled.failure(steps, block, links, bootstrap=bootstrap)
            if dead.shape[1] <= BLOCK:
                return block
            result[:, start : start + BLOCK] = block
            continue
        for step in checked(steps):
            if step.cyclic:
                _until_stable(step, block, dead_links, bootstrap)
            else:
                block[step.owners] |= _emptied(step, block, dead_links)
        result[:, start : start + BLOCK] = block
    return result


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
