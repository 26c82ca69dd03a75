"""Try many subsets of a universe on many targets at once."""

from collections.abc import Callable, Sequence

import numpy as np

from graph.analysis.dependency.kernels.bits import BitArray, transpose, words
from graph.analysis.dependency.kernels.failure import BLOCK, failed
from graph.analysis.dependency.kernels.schedule import Step
from graph.arrays import IntArray
from graph.budget import checkpoint

CHUNK = BLOCK * 64
"""Subsets that go through the graph together."""


def trials(
    steps: Sequence[Step],
    targets: IntArray,
    dead: Callable[[IntArray], BitArray],
    subsets: IntArray,
    *,
    over: Callable[[], bool],
    bootstrap: bool = False,
) -> BitArray:
    """Say for each subset which targets fail.

    Parameters
    ----------
    steps : sequence of Step
        Over the needs that can empty.
    targets : IntArray
        Nodes asked about.
    dead : callable
        Subsets to the nodes that they kill at once.
    subsets : IntArray, shape (subsets, order)
    over : callable
        Whether the time is up; then the rest of the subsets is left out.
    bootstrap : bool

    Returns
    -------
    BitArray, shape (subsets tried, words of the targets)
        Row by row what each subset fails, a bit a target.

    Examples
    --------
    >>> needs = [NeedEntry(0, [(1, 0.9, False), (2, 0.1, False)], 0.0, True)]
    >>> graph = AndOrGraph.from_needs(3, needs)  # 0 needs 1 (nine tenths) or 2 (one tenth)
    >>> def dead(subsets):
    ...     return pack(3, [[1 + event for event in subset if event >= 0] for subset in subsets.tolist()])
    >>> subsets, _ = small_subsets(2, 2, 10)
    >>> trials(schedule(graph), np.array([0]), dead, subsets, over=lambda: False).ravel().tolist()  # only both stop 0
    [0, 0, 1]
    """
    parts = []
    for start in range(0, len(subsets), CHUNK):
        checkpoint("sets", start, len(subsets))
        chunk = subsets[start : start + CHUNK]
        fallen = failed(steps, dead(chunk), bootstrap=bootstrap)[targets]
        parts.append(transpose(fallen)[: len(chunk)])
        if over():
            break
    return np.concatenate(parts) if parts else np.zeros((0, words(len(targets))), dtype=np.uint64)
