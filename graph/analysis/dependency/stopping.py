"""Which events, or sets of events, stop an entity: the question behind single points and cut sets."""

from collections.abc import Iterable, Sequence

import numpy as np

from graph.analysis.dependency.home import Home
from graph.analysis.dependency.kernels.bits import unpack
from graph.analysis.dependency.kernels.failure import failed
from graph.analysis.dependency.kernels.schedule import Step, steps
from graph.analysis.dependency.universe import Universe
from graph.arrays import BoolArray, IntArray
from graph.ontology import NodeKind
from graph.snapshot import Snapshot


def singles(cut: Universe) -> IntArray:
    """Return every event as a subset of its own."""
    return np.arange(len(cut.events))[:, None]


def as_subsets(sets: Sequence[Iterable[int]]) -> IntArray:
    """Return sets of event numbers as rows filled up with -1."""
    rows = [sorted(members) for members in sets]
    table = np.full((len(rows), max(map(len, rows), default=0)), -1, dtype=np.int64)
    for number, row in enumerate(rows):
        table[number, : len(row)] = row
    return table


def stopping(
    snapshot: Snapshot,
    cut: Universe,
    subsets: IntArray,
    root: int,
    evaluated: Sequence[Step],
    bootstrap: bool = False,
    dead_links: BoolArray | None = None,
) -> BoolArray:
    """Say for each subset of events whether it fails the root.

    Parameters
    ----------
    snapshot : Snapshot
    cut : Universe
    subsets : IntArray, shape (subsets, order)
    root : int
    evaluated : sequence of Step
        Over the needs that can empty.
    bootstrap : bool
    dead_links : BoolArray, shape (links,), optional

    Returns
    -------
    BoolArray, shape (subsets,)
    """
    dead = cut.dead(snapshot.arrays.size, subsets)
    return unpack(failed(evaluated, dead, bootstrap=bootstrap, dead_links=dead_links)[root], len(subsets))


def merely_home(snapshot: Snapshot, cut: Universe, event: str, root: int, own: Home, bootstrap: bool = False) -> bool:
    """Say whether an event stops the root only by being its home, and by no other way."""
    if event not in own.members:
        return False
    hanging = np.flatnonzero(own.needs)
    spared = [need for need in hanging.tolist() if any(s.id == event for s in snapshot.needs[need].suppliers)]
    used = np.ones(len(snapshot.needs), dtype=bool)
    used[spared] = False
    alone = cut.only(np.array([other == event for other in cut.events]))
    if snapshot.nodes[event].kind is NodeKind.COUNTRY:
        alone = alone.sparing(own.nodes)
    return not stopping(snapshot, alone, singles(alone), root, steps(snapshot.arrays, used), bootstrap)[0]
