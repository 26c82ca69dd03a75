"""Look-through exposure: how much of what a node rests on leads to a target, through all its suppliers.

``h = 1`` on the target, else ``sum_g w_g sum_v share_gv h(v)``; the minimal solution, as in the inverse of
Leontief.
"""

from typing import TYPE_CHECKING

import numpy as np

from graph.analysis.dependency.kernels.adjacency import adjacency
from graph.analysis.dependency.kernels.schedule import MAX_REPEATS, TOLERANCE, Schedule
from graph.budget import checkpoint
from graph.native.library import Kernels, kernels
from graph.native.structures import Shares
from graph.snapshots.and_or_graph import AndOrGraph
from graph.snapshots.arrays import BoolArray, FloatArray

if TYPE_CHECKING:
    from scipy.sparse import csr_array


def weights(arrays: AndOrGraph, jointly_controlled: BoolArray) -> FloatArray:
    """Return the weight of each need, those of joint control included.

    Control by one country makes no weight: the node belongs to the target or does not. Where several
    countries control a node together, their control is one more need, equal to the others, so that exposure
    never exceeds the loss of capacity when they are cut off.

    Parameters
    ----------
    arrays : AndOrGraph
        The needs and links of a snapshot.
    jointly_controlled : BoolArray, shape (needs,)
        Needs that stand for control by several countries.

    Returns
    -------
    FloatArray, shape (needs,)
    """
    counting = np.bincount(arrays.owner[arrays.weight > 0], minlength=arrays.size)[arrays.owner]
    joint = np.zeros(arrays.size, dtype=bool)
    joint[arrays.owner[jointly_controlled]] = True
    shared = joint[arrays.owner]
    weight = np.where(shared, arrays.weight * counting / (counting + 1), arrays.weight)
    return np.where(jointly_controlled, 1.0 / (counting + 1), weight)


def one_step(arrays: AndOrGraph, weight: FloatArray) -> "csr_array":
    """Return the matrix whose row ``u`` averages over the suppliers of ``u``.

    Parameters
    ----------
    arrays : AndOrGraph
        The needs and links of a snapshot.
    weight : FloatArray, shape (needs,)
        Weight of each need, from ``weights``.

    Returns
    -------
    csr_array, shape (size, size)
    """
    from scipy.sparse import csr_array  # scipy takes a fifth of a second to load

    links = adjacency(arrays)
    share = weight[links.need_of_link] * arrays.share
    return csr_array((share, (links.owner_of_link, arrays.supplier)), shape=(arrays.size, arrays.size))


def look_through(matrix: "csr_array", steps: Schedule, target: BoolArray) -> FloatArray:
    """Return the exposure of every node to each target.

    Parameters
    ----------
    matrix : csr_array, shape (size, size)
        From ``one_step``.
    steps : Schedule
        Over all needs.
    target : BoolArray, shape (size, targets)
        True where a node belongs to the target; a column each target.

    Returns
    -------
    FloatArray, shape (size, targets)

    Examples
    --------
    >>> needs = [NeedEntry(0, [(1, 1.0, False)], 0.0, True), NeedEntry(1, [(2, 1.0, False)], 0.0, True)]
    >>> graph = AndOrGraph.from_needs(3, needs)  # 0 needs 1, which needs 2
    >>> target = np.array([[False], [False], [True]])
    >>> look_through(one_step(graph, graph.weight), schedule(graph), target).T.tolist()
    [[1.0, 1.0, 1.0]]
    """
    compiled = kernels()
    return _in_numpy(matrix, steps, target) if compiled is None else _in_c(compiled, matrix, steps, target)


def _in_c(compiled: Kernels, matrix: "csr_array", steps: Schedule, target: BoolArray) -> FloatArray:
    """Do the same in one call, to the last bit: sums in the same order, and each turn from the one before."""
    checkpoint()
    exposure = target.astype(np.float64, order="C")
    sums = np.empty((steps.largest_cycle, target.shape[1]))
    shares = Shares(matrix.indptr, matrix.indices, matrix.data)
    until = TOLERANCE, MAX_REPEATS
    for step in compiled.look_through(steps.laid, shares, until, np.ascontiguousarray(target), sums, exposure):
        checkpoint("steps", step, len(steps))
    return exposure


def _in_numpy(matrix: "csr_array", steps: Schedule, target: BoolArray) -> FloatArray:
    exposure = target.astype(np.float64)
    for step in steps:
        rows = matrix[step.owners]
        hit = target[step.owners]
        for _ in range(MAX_REPEATS if step.cyclic else 1):
            checkpoint()
            before = exposure[step.owners]
            after = np.where(hit, 1.0, rows @ exposure)
            exposure[step.owners] = after
            if np.abs(after - before).max() < TOLERANCE:
                break
    return exposure
