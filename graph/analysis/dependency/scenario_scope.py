"""Of what a scenario speaks where no targets are named: of all that is known, but models and chips of long ago."""

from collections.abc import Collection

import numpy as np

from graph.analysis.current import YEARS, is_past
from graph.analysis.dependency.scenario_results import TALLIED
from graph.snapshots.arrays import BoolArray
from graph.snapshots.snapshot import Snapshot


def made_no_more(snapshot: Snapshot, named: Collection[str]) -> frozenset[str]:
    """Return the models and chips of which nobody makes more, without those that a scenario names.

    They are the same at every horizon, so that what is listed at a shorter one is listed at a longer one.
    """
    return frozenset(node.id for node in snapshot.nodes.of(*YEARS) if is_past(node, snapshot.as_of)) - set(named)


def said_of_past(snapshot: Snapshot, past: Collection[str]) -> list[str]:
    """Return in sentences how many models and chips an answer leaves out because they are made no more."""
    counts = {kind: sum(snapshot.nodes[i].kind is kind for i in past) for kind in YEARS}
    return [
        f"{count:,} {TALLIED[kind][count != 1]} released more than {YEARS[kind]} years before, made no more: in no "
        "count and no list here, unless asked for by name (targets)"
        for kind, count in counts.items()
        if count
    ]


def listed(snapshot: Snapshot, targets: Collection[str], past: Collection[str]) -> BoolArray:
    """Return which nodes an answer lists.

    Parameters
    ----------
    snapshot : Snapshot
    targets : collection of str
        Ids that are asked for; none: all but ``past``.
    past : collection of str
        Ids of what is made no more.

    Returns
    -------
    BoolArray, shape (nodes,)
    """
    shown = np.full(snapshot.arrays.size, not targets)
    shown[[snapshot.root(target) for target in targets]] = True
    shown[snapshot.indices(past)] = False
    return shown
