"""What things are made of, by origin: the weights of needs in value added (methods A3, content)."""

from typing import TYPE_CHECKING

import numpy as np

from graph.analysis.dependency.kernels.look_through import one_step, weights
from graph.snapshots.arrays import BoolArray, FloatArray
from graph.snapshots.snapshot import Snapshot
from graph.supply.control import JURISDICTION

if TYPE_CHECKING:
    from scipy.sparse import csr_array


def step_matrix(snapshot: Snapshot) -> "csr_array":
    """Return the matrix of one step of looking through, joint control included.

    Parameters
    ----------
    snapshot : Snapshot
        Its horizon says which needs are in it.

    Returns
    -------
    csr_array, shape (size, size)
        What part of a row's value comes from each column directly; rows sum to at most 1.
    """
    return one_step(snapshot.arrays, need_weights(snapshot))


def need_weights(snapshot: Snapshot) -> FloatArray:
    """Return the weight of each need in what an entity is made of, joint control included, shape (needs,); kept.

    Parameters
    ----------
    snapshot : Snapshot
        Weights are of its needs, in their order, equal among those of one owner that count: no source states them by
        value.
    """
    return snapshot.kept.get("need weights", lambda: weights(snapshot.arrays, _joint_control(snapshot)))


def _joint_control(snapshot: Snapshot) -> BoolArray:
    joint = np.zeros(snapshot.arrays.need_count, dtype=bool)
    joint[: len(snapshot.needs)] = [need.need == JURISDICTION and len(need.suppliers) > 1 for need in snapshot.needs]
    return joint
