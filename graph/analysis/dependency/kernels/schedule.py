"""The order in which a graph is evaluated: suppliers before dependents, cycles together.

Strongly connected components are put into levels. Nodes of one level never depend on each other, except
within a component: a step is *cyclic* when its nodes have to be repeated until nothing changes.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from graph.analysis.dependency.kernels.adjacency import positions
from graph.budget import checkpoint
from graph.native.library import kernels
from graph.snapshots.and_or_graph import AndOrGraph
from graph.snapshots.arrays import BoolArray, IntArray

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
    """Steps one after the other, and the same in one stretch, which is what compiled kernels take.

    Attributes
    ----------
    cyclic : array of uint8, shape (steps,)
    first_owner : IntArray, shape (steps + 1,)
        Where the owners of each step begin in ``owners``.
    owners, suppliers : array of int32
        Of all steps.
    first_need : array of int32, shape (owners + 1,)
        Where the needs of each owner begin, counted over all steps.
    first_link : array of int32, shape (needs + 1,)
        Where the links of each need begin in ``links``.
    needs, links : IntArray
        Positions in the graph.
    """

    cyclic: NDArray[np.uint8]
    first_owner: IntArray
    owners: NDArray[np.int32]
    first_need: NDArray[np.int32]
    first_link: NDArray[np.int32]
    needs: IntArray
    links: IntArray
    suppliers: NDArray[np.int32]

    @classmethod
    def of(cls, arrays: AndOrGraph, needs: IntArray, cuts: Sequence[int], cyclic: BoolArray) -> "Schedule":
        """Return the schedule of needs in their order.

        Parameters
        ----------
        arrays : AndOrGraph
            Whose needs they are.
        needs : IntArray
            Those of one owner together.
        cuts : sequence of int
            Where steps begin among them, and their number last.
        cyclic : BoolArray, shape (size,)
            Which nodes are in a cycle.
        """
        owner, ends = arrays.owner[needs], np.array(cuts)
        first_need = np.flatnonzero(np.append(True, owner[1:] != owner[:-1])) if len(needs) else needs
        lengths = arrays.first[needs + 1] - arrays.first[needs]
        links, owners = positions(arrays.first, needs), owner[first_need]
        first_link, first_owner = np.append(0, np.cumsum(lengths)), np.searchsorted(first_need, ends)
        suppliers = arrays.supplier[links]
        found = cls(
            Step(
                cyclic=bool(cyclic[owners[a]]), owners=owners[a:b], needs=needs[begin:end],
                first_need=first_need[a:b] - begin, links=links[first_link[begin] : first_link[end]],
                first_link=first_link[begin:end] - first_link[begin],
                suppliers=suppliers[first_link[begin] : first_link[end]],
            )
            for (begin, end), (a, b) in zip(pairwise(cuts), pairwise(first_owner.tolist()), strict=True)
        )  # fmt: skip
        found.cyclic = np.array([step.cyclic for step in found], np.uint8)
        found.first_owner, found.needs, found.links = first_owner.astype(np.int64), needs, links
        found.first_need, found.first_link = (
            np.append(first_need, len(needs)).astype(np.int32),
            first_link.astype(np.int32),
        )
        found.owners, found.suppliers = owners.astype(np.int32), suppliers.astype(np.int32)
        return found


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
        return Schedule.of(arrays, needs, [0], used)
    lengths = arrays.first[needs + 1] - arrays.first[needs]
    dependents = np.repeat(arrays.owner[needs], lengths)
    suppliers = arrays.supplier[positions(arrays.first, needs)]
    component, level = _levels(arrays.size, dependents, suppliers)
    cyclic = np.bincount(component, minlength=1)[component] > 1
    cyclic[dependents[dependents == suppliers]] = True
    owners = arrays.owner[needs]
    order = np.lexsort((owners, cyclic[owners], level[owners]))
    rank = 2 * level[owners[order]] + cyclic[owners[order]]
    cuts = [0, *(np.flatnonzero(np.diff(rank)) + 1).tolist(), len(rank)]
    return Schedule.of(arrays, needs[order], cuts, cyclic)


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
        At least one; those of one owner together.
    """
    return Schedule.of(arrays, needs, [0, len(needs)], np.zeros(arrays.size, dtype=bool))[0]


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
        ready = np.unique(touched[waiting[touched] == 0])
        depth += 1
    return level
