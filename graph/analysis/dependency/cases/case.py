"""A case: what may be cut off and how, and on whom it is judged.

Collapse and ban differ only in the graph they are judged on and in what dies.
"""

from collections.abc import Callable, Collection
from dataclasses import dataclass, field
from functools import cached_property

import numpy as np

from graph.analysis.dependency.cases.universe import Over, Universe, universe
from graph.analysis.dependency.cases.view import View
from graph.analysis.dependency.kernels.bits import BitArray
from graph.analysis.dependency.kernels.breadth_first import breadth_first
from graph.analysis.dependency.kernels.loss import Bound, can_empty
from graph.analysis.dependency.kernels.schedule import Schedule, steps
from graph.snapshots.and_or_graph import AndOrGraph
from graph.snapshots.arrays import BoolArray, FloatArray, IntArray
from graph.snapshots.snapshot import Snapshot


@dataclass(frozen=True, eq=False)
class Case:
    """One way of cutting off, judged on some targets.

    Attributes
    ----------
    arrays : AndOrGraph
        The graph on which it is judged.
    cut : Universe
        What may be cut off.
    roots : IntArray
        The targets, as positions in ``arrays``.
    dead : callable
        Subsets of the universe to what dies of them in a reading, ``BitArray`` of shape (size, words).
    view : View or None
        Of a ban.
    used : BoolArray, shape (needs,), optional
        Needs that count; all of them when not given.
    by_content : bool
        What dies depends on how much content a set has, so that two may stop what neither touches alone.
    """

    arrays: AndOrGraph
    cut: Universe
    roots: IntArray
    dead: Callable[[IntArray, Bound], BitArray]
    view: View | None = None
    used: BoolArray | None = None
    by_content: bool = False

    def members(self, subset: IntArray) -> tuple[str, ...]:
        """Return the ids of a subset of the universe, a row filled up with -1.

        Parameters
        ----------
        subset : IntArray, shape (order,)
            Numbers of events, filled up with -1.
        """
        return tuple(sorted(self.cut.events[event] for event in subset.tolist() if event >= 0))

    def joint(self) -> BoolArray:
        """Return which events may take something only together with others, shape (events,)."""
        mask = np.full(len(self.cut.events), self.by_content)
        mask[[event for _, events in self.cut.deaths if len(events) > 1 for event in events]] = True
        return mask

    @cached_property
    def reached(self) -> BoolArray:
        """What the targets rest on, themselves included, as a mask, shape (size,)."""
        mask: BoolArray = breadth_first(self.arrays, self.roots).depth >= 0
        return mask

    def followed(self, bound: Bound) -> BoolArray:
        """Return the needs that bear on the targets for one of the three values of a loss, as a mask.

        Parameters
        ----------
        bound : Bound
            For the low value those of products of no known maker do not count: nothing is certain of them.

        Returns
        -------
        BoolArray, shape (needs,)
        """
        within = self.reached[self.arrays.owner]
        within = within if self.used is None else within & self.used
        return within if self.view is None else within & self.view.counted(bound)

    def sigma(self, sigma: float) -> float | FloatArray:
        """Return the substitutability of each need, or one for all.

        Parameters
        ----------
        sigma : float
            0..1, as the question has it.

        Returns
        -------
        float or FloatArray
            One for all needs; in a ban of shape (needs,), 0 where one supplier meets a need or does not.
        """
        return sigma if self.view is None else self.view.sigma(sigma)

    def orders(self, bound: Bound) -> tuple[Schedule, Schedule]:
        """Return the order of evaluation over the needs that can empty, and over all that bear on the targets.

        Parameters
        ----------
        bound : Bound
            By the low value open needs never empty.
        """
        within = self.followed(bound)
        return steps(self.arrays, within & can_empty(self.arrays, bound)), steps(self.arrays, within)

    @cached_property
    def cone(self) -> "Cone":
        """What the targets rest on, as a graph of its own: a fraction of the nodes to look at."""
        nodes = np.flatnonzero(self.reached)
        arrays, needs = self.arrays.part(nodes)
        return Cone(self, arrays, nodes, needs, np.searchsorted(nodes, self.roots))


@dataclass(frozen=True, eq=False)
class Cone:
    """The part of a case that its targets rest on.

    Attributes
    ----------
    case : Case
        The whole.
    arrays : AndOrGraph
        Its nodes and needs alone, with positions of their own.
    nodes, needs : IntArray
        Which of the case's they are, as positions there.
    roots : IntArray
        The targets, as positions in ``arrays``.
    """

    case: Case
    arrays: AndOrGraph
    nodes: IntArray
    needs: IntArray
    roots: IntArray
    _steps: dict[bytes, Schedule] = field(init=False, repr=False, default_factory=dict)

    def sigma(self, sigma: float) -> float | FloatArray:
        """Return the substitutability of each need, or one for all.

        Parameters
        ----------
        sigma : float
            0..1, as the question has it.

        Returns
        -------
        float or FloatArray
            One for all needs; in a ban of shape (needs of the cone,).
        """
        of_need = self.case.sigma(sigma)
        return of_need[self.needs] if isinstance(of_need, np.ndarray) else of_need

    def orders(self, bound: Bound) -> tuple[Schedule, Schedule]:
        """Return the order of evaluation over the needs that can empty, and over all that bear on the targets.

        Parameters
        ----------
        bound : Bound
            By the low value open needs never empty.
        """
        within = self.case.followed(bound)[self.needs]
        return self._ordered(within & can_empty(self.arrays, bound)), self._ordered(within)

    def _ordered(self, used: BoolArray) -> Schedule:
        key = used.tobytes()  # the three values mostly follow the same needs
        if key not in self._steps:
            self._steps[key] = steps(self.arrays, used)
        return self._steps[key]


def collapse_case(
    snapshot: Snapshot, over: Over, roots: IntArray, apart: Collection[str] = (), only: str | None = None
) -> Case:
    """Return the case in which the members of a set are gone, with all that they control.

    Parameters
    ----------
    snapshot : Snapshot
        Its lens says what a country controls.
    over : Over
        What each event is: one entity, one company, or one country with all that it controls.
    roots : IntArray
        Targets, as positions in ``snapshot.arrays``; only what they rest on can be an event.
    apart : collection of str
        Ids that are no events.
    only : str, optional
        The one event to consider.
    """
    size = snapshot.arrays.size
    cut = universe(snapshot, over, breadth_first(snapshot.arrays, roots).members, apart)
    if only is not None:
        cut = cut.only(only)
    return Case(snapshot.arrays, cut, roots, lambda subsets, bound: cut.dead(size, subsets))
