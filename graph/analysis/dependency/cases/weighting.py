"""What each target counts for when losses of many are summed (methods A4)."""

from collections.abc import Mapping, Sequence
from enum import StrEnum

import numpy as np

from graph.errors import QuestionError
from graph.ontology import EdgeKind
from graph.snapshots.arrays import FloatArray
from graph.snapshots.snapshot import Snapshot


class Weighting(StrEnum):
    """What a target counts for in criticality.

    *Compute*: H100 equivalents of a place, training compute of a model. *Usage*: its shares of models in use,
    summed over those who report them.
    """

    EQUAL = "equal"
    COMPUTE = "compute"
    USAGE = "usage"


def shares_of_targets(
    snapshot: Snapshot, targets: Sequence[str], weights: Weighting | Mapping[str, float]
) -> FloatArray:
    """Return the weight of each target; they sum to one.

    Parameters
    ----------
    snapshot : Snapshot
        Has the figures to weigh by.
    targets : sequence of str
        Ids; the answer keeps their order.
    weights : Weighting or Mapping[str, float]
        A mapping may be in any unit; a target that it leaves out weighs nothing.

    Returns
    -------
    FloatArray, shape (targets,)
        The ω of methods A4.

    Raises
    ------
    QuestionError
        No target weighs anything.
    """
    if isinstance(weights, Weighting):
        weights = weights_of(snapshot, targets, weights)
    omega = np.array([weights.get(target, 0.0) for target in targets], dtype=np.float64)
    if omega.sum() <= 0 or (omega < 0).any():
        raise QuestionError("no target has a weight above zero by this weighting", "weights", ["equal"])
    scaled: FloatArray = omega / omega.sum()
    return scaled


def weights_of(snapshot: Snapshot, targets: Sequence[str], weighting: Weighting) -> Mapping[str, float]:
    """Return what each target weighs, in the unit of the weighting: H100 equivalents for places.

    Parameters
    ----------
    snapshot : Snapshot
        Has computing power of places, training compute of models, and shares of use.
    targets : sequence of str
        Ids.
    weighting : Weighting
        Equal: 1 each. Compute: H100 equivalents of a place, else training compute in FLOP. Usage: the sum of stated
        shares.

    Returns
    -------
    Mapping[str, float]
        0 where no source gives a figure.
    """
    if weighting == Weighting.EQUAL:
        return dict.fromkeys(targets, 1.0)
    if weighting == Weighting.USAGE:
        used = dict.fromkeys(targets, 0.0)
        for edge in snapshot.edges.of(EdgeKind.USES):
            if edge.end in used:
                used[edge.end] += edge.claim.share or 0.0
        return used
    return {
        target: float(properties.get("h100_equivalents") or properties.get("training_flop") or 0.0)
        for target in targets
        if (properties := snapshot.nodes[target].properties)
    }
