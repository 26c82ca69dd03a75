"""The order in which a graph is evaluated: suppliers before dependents, cycles together.

Strongly connected components are put into levels. Nodes of one level never depend on each other, except
within a component: a step is *cyclic* when its nodes have to be repeated until nothing changes.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from graph.analysis.dependency.kernels.adjacency import positions
from graph.budget import checkpoint
from graph.native.library import kernels
from graph.native.structures import Laid
from graph.snapshots.and_or_graph import AndOrGraph
from graph.snapshots.arrays import BoolArray, IntArray, distinct

TOLERANCE = 1e-13
"""A cycle is repeated until no value moves by more."""
MAX_REPEATS = 20_000
"""Repetitions within one cycle; what loses less than a thousandth a turn may need as many."""


@dataclass(frozen=True, eq=False)
class Step:
    """Nodes that are evaluated together.

    Attributes
    ----------
    cyclic : bool
        Repeat until nothing changes.
    owners : IntArray, shape (owners,)
    needs : IntArray, shape (needs,)
        The needs of the owners, as positions in the graph, owner by owner.
    first_need : IntArray, shape (owners,)
        Where the needs of each owner begin in ``needs``.
    links : IntArray, shape (links,)
        The links of the needs, as positions in the graph, need by need.
    first_link : IntArray, shape (needs,)
        Where the links of each need begin in ``links``.
    suppliers : IntArray, shape (links,)
    """

    cyclic: bool
    owners: IntArray
    needs: IntArray
    first_need: IntArray
    links: IntArray
    first_link: IntArray
    suppliers: IntArray


class Schedule(tuple[Step, ...]):
    """The steps of an evaluation, one after the other."""

    @cached_property
    def laid(self) -> Laid:
        """The same as a few lists, for a kernel in C that goes through all steps in one call."""
        return Laid(
            np.array([step.cyclic for step in self], dtype=np.uint8),
            _ends([len(step.owners) for step in self]),
            _joined([step.owners for step in self]),
            _running([step.first_need for step in self], [len(step.needs) for step in self]),
            _running([step.first_link for step in self], [len(step.links) for step in self]),
            _joined([step.suppliers for step in self]),
        )

    @cached_property
    def links(self) -> IntArray:
        """The links of all steps, as positions in the graph, shape (links of the schedule,)."""
        return np.concatenate([step.links for step in self]) if self else np.zeros(0, dtype=np.int64)

    @cached_property
    def needs(self) -> IntArray:
        """The needs of all steps, as positions in the graph, shape (needs of the schedule,)."""
        return np.concatenate([step.needs for step in self]) if self else np.zeros(0, dtype=np.int64)

    @cached_property
    def largest_cycle(self) -> int:
        """Owners of the largest step that is cyclic, 0 where none is."""
        return max((len(step.owners) for step in self if step.cyclic), default=0)


def schedule(arrays: AndOrGraph, *, closed_only: bool = False) -> Schedule:
    """Return the steps that evaluate every need, or the closed needs only; computed once for each graph.

    Parameters
    ----------
    arrays : AndOrGraph
        The needs and links of a snapshot.
    closed_only : bool
        Leave out needs that may have suppliers nobody knows: they never empty in the certain reading.

    Examples
    --------
    >>> needs = [NeedEntry(0, [(1, 1.0, False)], 0.0, True), NeedEntry(1, [(2, 1.0, False)], 0.0, True)]
    >>> graph = AndOrGraph.from_needs(3, needs)  # 0 needs 1, which needs 2
    >>> [step.owners.tolist() for step in schedule(graph)]
    [[1], [0]]
    """
    used = arrays.closed if closed_only else np.ones(arrays.need_count, dtype=bool)
    return arrays.kept.get(("schedule", closed_only), lambda: steps(arrays, used))


def steps(arrays: AndOrGraph, used: BoolArray) -> Schedule:
    """Return the steps that evaluate some of the needs.

    Parameters
    ----------
    arrays : AndOrGraph
        Every need has at least one supplier.
    used : BoolArray, shape (needs,)
        Which needs are evaluated.
    """
    needs = np.flatnonzero(used)
    if not len(needs):
        return Schedule()
    lengths = arrays.first[needs + 1] - arrays.first[needs]
    dependents = np.repeat(arrays.owner[needs], lengths)
    suppliers = arrays.supplier[positions(arrays.first, needs)]
    component, level = _levels(arrays.size, dependents, suppliers)
    cyclic = np.bincount(component, minlength=1)[component] > 1
    cyclic[dependents[dependents == suppliers]] = True
    owners = arrays.owner[needs]
    order = np.lexsort((owners, cyclic[owners], level[owners]))
    rank = 2 * level[owners[order]] + cyclic[owners[order]]
    return Schedule(_step(arrays, needs[order[start:end]], cyclic) for start, end in _runs(rank))


def whole(arrays: AndOrGraph) -> Step:
    """Return one step over every need, for what is computed once when all nodes are known.

    Parameters
    ----------
    arrays : AndOrGraph
        The needs and links of a snapshot.
    """
    return part(arrays, np.arange(arrays.need_count))


def part(arrays: AndOrGraph, needs: IntArray) -> Step:
    """Return one step over some needs, for what is computed once when all nodes are known.

    Parameters
    ----------
    arrays : AndOrGraph
        The needs and links of a snapshot.
    needs : IntArray
        At least one, ascending.
    """
    return _step(arrays, needs, np.zeros(arrays.size, dtype=bool))


def _levels(size: int, dependents: IntArray, suppliers: IntArray) -> tuple[IntArray, IntArray]:
    """Return the component of each node and the level of each node's component, suppliers first."""
    component = np.arange(size)
    level = _ranked(component, size, dependents, suppliers)
    if (level < 0).any():
        count, component = _strong_components(size, dependents, suppliers)
        level = _ranked(component, count, dependents, suppliers)
    return component, level[component]


def _strong_components(size: int, dependents: IntArray, suppliers: IntArray) -> tuple[int, IntArray]:
    """Return how many strongly connected components there are, and that of each node; dependents ascend."""
    if compiled := kernels():
        first = np.searchsorted(dependents, np.arange(size + 1))
        count, label = compiled.components(first.astype(np.int64), suppliers.astype(np.int32))
        return count, label.astype(np.int64)
    from scipy.sparse import csr_array  # scipy takes a fifth of a second to load
    from scipy.sparse.csgraph import connected_components

    links = csr_array((np.ones(len(dependents), dtype=np.int8), (dependents, suppliers)), shape=(size, size))
    count, found = connected_components(links, directed=True, connection="strong")
    return count, np.asarray(found, dtype=np.int64)


def _ranked(component: IntArray, count: int, dependents: IntArray, suppliers: IntArray) -> IntArray:
    """Return the level of each component, suppliers first; -1 where components are in a cycle, or above one."""
    crossing = component[dependents] != component[suppliers]
    below, above = component[suppliers[crossing]], component[dependents[crossing]]
    order = np.argsort(below, kind="stable")
    above = above[order]
    first = np.searchsorted(below[order], np.arange(count + 1))
    waiting = np.bincount(above, minlength=count)
    level = np.full(count, -1, dtype=np.int64)
    ready = np.flatnonzero(waiting == 0)
    depth = 0
    while len(ready):
        checkpoint()
        level[ready] = depth
        touched = above[positions(first, ready)]
        np.subtract.at(waiting, touched, 1)
        ready = distinct(touched[waiting[touched] == 0])
        depth += 1
    return level


def _ends(lengths: list[int]) -> NDArray[np.uint32]:
    """Return where each of some lists begins, joined, and where the last ends."""
    return np.cumsum([0, *lengths]).astype(np.uint32)


def _joined(lists: list[IntArray]) -> NDArray[np.uint32]:
    return np.concatenate([*lists, np.zeros(0, dtype=np.int64)]).astype(np.uint32)


def _running(firsts: list[IntArray], lengths: list[int]) -> NDArray[np.uint32]:
    """Return where rows begin once the lists of their steps are joined, and where the last ends."""
    before = _ends(lengths)
    return np.append(_joined(firsts) + np.repeat(before[:-1], [len(first) for first in firsts]), before[-1])


def _runs(values: IntArray) -> Iterator[tuple[int, int]]:
    cuts = [0, *(np.flatnonzero(np.diff(values)) + 1).tolist(), len(values)]
    yield from pairwise(cuts)


def _step(arrays: AndOrGraph, needs: IntArray, cyclic: BoolArray) -> Step:
    owners, first_need = np.unique(arrays.owner[needs], return_index=True)
    lengths = arrays.first[needs + 1] - arrays.first[needs]
    links = positions(arrays.first, needs)
    return Step(
        cyclic=bool(cyclic[owners[0]]),
        owners=owners,
        needs=needs,
        first_need=first_need,
        links=links,
        first_link=np.cumsum(lengths) - lengths,
        suppliers=arrays.supplier[links],
    )
