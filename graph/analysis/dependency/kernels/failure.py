"""What fails: the least fixpoint of "some need has lost every supplier", for many what-ifs at once.

Forward chaining in Horn logic, one pass over the links where there is no cycle (Dowling & Gallier 1984).
"""

from collections.abc import Sequence

import numpy as np

from graph.analysis.dependency.kernels.bits import ALL, BitArray
from graph.analysis.dependency.kernels.schedule import Step
from graph.analysis.dependency.kernels.stretches import reduced
from graph.budget import checked, checkpoint
from graph.native.library import Kernels, kernels
from graph.snapshots.arrays import BoolArray

BLOCK = 16
"""Words that go through the graph together: 1,024 what-ifs, two cache lines a node."""
WIDE = 4
"""Words from which C is faster: for fewer, telling it where each step lies takes longer than the step."""


def failed(
    steps: Sequence[Step], dead: BitArray, *, dead_links: BoolArray | None = None, bootstrap: bool = False
) -> BitArray:
    """Return which nodes fail in each what-if.

    Parameters
    ----------
    steps : sequence of Step
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
    compiled = kernels() if dead.shape[1] >= WIDE else None
    for start in range(0, dead.shape[1], BLOCK):
        block = dead[:, start : start + BLOCK].copy()
        for step in checked(steps):
            if compiled:
                _compiled(compiled, step, block, dead_links, bootstrap)
            elif step.cyclic:
                _until_stable(step, block, dead_links, bootstrap)
            else:
                block[step.owners] |= _emptied(step, block, dead_links)
        result[:, start : start + BLOCK] = block
    return result


def _compiled(compiled: Kernels, step: Step, dead: BitArray, dead_links: BoolArray | None, bootstrap: bool) -> None:
    """Do the same owner by owner, each with what those before it have come to; the fixpoint is the same."""
    given = dead[step.owners]
    if step.cyclic and bootstrap:
        dead[step.owners] = ALL
    links = None if dead_links is None else dead_links[step.links]
    while compiled.failure_pass(step, links, given, dead) and step.cyclic:
        checkpoint()


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
