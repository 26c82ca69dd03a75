"""Which single events suffice, found by testing groups of them (Dorfman 1943).

Failure is monotone: where a group of events together does not fail a node, none of its members does alone. So
most events are cleared in groups, and only the groups that fail are halved.
"""

from collections.abc import Callable

import numpy as np

from graph.arrays import BoolArray, IntArray

GROUP = 64


def sufficient_alone(fails: Callable[[IntArray], BoolArray], events: int, group: int = GROUP) -> BoolArray:
    """Return which events fail a node by themselves.

    Parameters
    ----------
    fails : callable
        Subsets of events, rows filled up with -1, to whether each fails the node. Monotone.
    events : int
    group : int
        Size of the first groups; a power of two.

    Returns
    -------
    BoolArray, shape (events,)
    """
    alone = np.zeros(events, dtype=bool)
    groups = np.concatenate([np.arange(events), np.full(-events % group, -1)]).reshape(-1, group)
    while len(groups):
        groups = groups[fails(groups)]
        if groups.shape[1] == 1:
            alone[groups[:, 0]] = True
            break
        groups = groups.reshape(-1, groups.shape[1] // 2)
        groups = groups[(groups >= 0).any(axis=1)]
    return alone
