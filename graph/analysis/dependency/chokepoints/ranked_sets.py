"""Which sets of a universe stop most of many targets: ranked by what is likely, then certain, lost, and possible."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import cached_property

import numpy as np

from graph.analysis.dependency.cases.case import Case
from graph.analysis.dependency.cases.judging import Loss, judge
from graph.analysis.dependency.chain import Worlds, worlds
from graph.analysis.dependency.cut_sets.cut_sets import Cut, case_of
from graph.analysis.dependency.cut_sets.minimal_sets import SearchLimits, try_sets
from graph.analysis.dependency.home import home
from graph.analysis.dependency.kernels.cut_sets import SearchBudget
from graph.budget import checked, checkpoint
from graph.snapshots.arrays import BoolArray, FloatArray, IntArray
from graph.snapshots.snapshot import Snapshot

Members = tuple[str, ...]
DIGITS = 12
"""Sums of weights that differ by less are the same, in whatever order they were added."""
AT_ONCE = 1_000
"""Sets that are ranked together."""


class JudgedTogether:
    """Targets that are judged together, and the sets that stop them.

    Parameters
    ----------
    snapshot : Snapshot
        Its lens says what a country controls.
    cut : Cut
        What sets consist of, what happens to them, and when a target counts as stopped.
    targets : list[str]
        Ids, judged in this order.
    customers : tuple[str, ...]
        Countries on which a ban is; empty for a collapse.
    limits : SearchLimits
        Most sets of several that are tried.
    budget : SearchBudget
        Shared with other parts; says afterwards which limits were reached.

    Attributes
    ----------
    case : Case
        On which all of the targets are judged.
    row : Mapping[Members, int]
        The sets that were tried and matter here, by their row in ``tried``.
    """

    def __init__(
        self,
        snapshot: Snapshot,
        cut: Cut,
        targets: list[str],
        customers: tuple[str, ...],
        limits: SearchLimits,
        budget: SearchBudget,
    ) -> None:
        self.snapshot, self.cut, self.targets = snapshot, cut, targets
        self.case: Case = case_of(snapshot, cut, targets, customers)
        case = self.case
        self.tried = try_sets(case, cut.max_order, cut.criterion, limits, budget)
        self.row: Mapping[Members, int] = {
            case.members(subset): number for number, subset in enumerate(checked(self.tried.subsets))
        }
        self._event = {event: number for number, event in enumerate(case.cut.events)}

    def subsets(self, sets: Sequence[Members]) -> IntArray:
        """Return some sets as events of this part; whoever is none here takes nothing.

        Parameters
        ----------
        sets : Sequence[Members]
            Ids of the members of each.

        Returns
        -------
        IntArray, shape (sets, largest order)
            Filled up with -1.
        """
        width = max(map(len, sets), default=1)
        rows = [[self._event.get(member, -1) for member in members] for members in sets]
        return np.array([row + [-1] * (width - len(row)) for row in rows], dtype=np.int64).reshape(len(sets), width)

    def minimal(self, members: Members) -> BoolArray:
        """Return which targets a set stops and no part of it does, shape (targets,).

        Parameters
        ----------
        members : Members
            Ids, sorted; a set that was not tried is minimal for no target.
        """
        row = self.row.get(members)
        return np.zeros(len(self.targets), dtype=bool) if row is None else self.tried.minimal[row]

    def stopped(self, members: Members) -> BoolArray:
        """Return which targets a set stops: where it was not tried, those that its members stop.

        Parameters
        ----------
        members : Members
            Ids, sorted.

        Returns
        -------
        BoolArray, shape (targets,)
        """
        row = self.row.get(members)
        tried = self.tried.stopped
        events = [self._event[member] for member in members if member in self._event]
        rows = [event for event in events if event < len(tried)] if row is None else [row]
        found: BoolArray = np.logical_or.reduce(tried[rows], axis=0)
        return found

    def worlds(self, members: Members) -> Worlds:
        """Return the graph after one set, for telling why.

        Parameters
        ----------
        members : Members
            Ids; column 0 of the answer is the set.
        """
        return worlds(self.snapshot, self.case, self.subsets([members]), self.cut.criterion)


class RankedSets:
    """Every set that matters to any target, and which of them stop most.

    Parameters
    ----------
    snapshot : Snapshot
        The one of all parts.
    cut : Cut
        The one of all parts.
    targets : sequence of str
        Of which enough is known.
    weights : FloatArray, shape (targets,)
        Sum to 1.
    parts : sequence of JudgedTogether
        Every target is in one of them.
    """

    def __init__(
        self, snapshot: Snapshot, cut: Cut, targets: Sequence[str], weights: FloatArray, parts: Sequence[JudgedTogether]
    ) -> None:
        self.snapshot, self.cut, self.targets, self.weights, self.parts = snapshot, cut, targets, weights, parts
        place = {target: number for number, target in enumerate(targets)}
        self._columns = [np.array([place[target] for target in part.targets], dtype=np.int64) for part in parts]
        self._homes = [home(snapshot, target).members | {target} for target in checked(targets)]

    @cached_property
    def sets(self) -> list[Members]:
        """Single members, and sets that add something, in their order."""
        return sorted({members for part in self.parts for members in part.row})

    def at_home(self, sets: Sequence[Members]) -> BoolArray:
        """Return of which targets a member of each set is the home, shape (sets, targets).

        Parameters
        ----------
        sets : Sequence[Members]
            Ids of the members of each.
        """
        number = {member: n for n, member in enumerate({member for members in sets for member in members})}
        own = np.zeros((len(self.targets), len(number) + 1), dtype=bool)
        for row, members in enumerate(self._homes):
            own[row, [number[member] for member in members if member in number]] = True
        width = max(map(len, sets), default=1)
        held = np.array([[number[m] for m in members] + [-1] * (width - len(members)) for members in sets])
        found: BoolArray = np.logical_or.reduce([own[:, column].T for column in held.T])
        return found

    def loss(self, sets: Sequence[Members]) -> Loss:
        """Return what sets take from every target.

        Parameters
        ----------
        sets : Sequence[Members]
            Ids of the members of each.

        Returns
        -------
        Loss
            Each value of shape (sets, targets), shares of capacity; 0 of a target in whose part no member can be cut
            off.
        """
        three = [np.zeros((len(sets), len(self.targets))) for _ in range(3)]
        for part, columns in zip(self.parts, self._columns, strict=True):
            found = judge(part.case, part.subsets(sets), self.cut.criterion)
            for into, values in zip(three, found.three, strict=True):
                into[:, columns] = values
        return Loss(*three)

    def _gathered(self, sets: Sequence[Members], of: Callable[[JudgedTogether, Members], BoolArray]) -> BoolArray:
        found = np.zeros((len(sets), len(self.targets)), dtype=bool)
        for part, columns in zip(self.parts, self._columns, strict=True):
            for row, members in enumerate(checked(sets)):
                found[row, columns] = of(part, members)
        return found

    def best(self, limit: int) -> list[Members]:
        """Return the sets that stop most, as many of each order; larger ones only where they add something.

        Parameters
        ----------
        limit : int
            Sets of each order.

        Returns
        -------
        list of Members
            The smaller first, within an order those that stop most.
        """
        found = []
        for order in range(1, self.cut.max_order + 1):
            sets = [members for members in self.sets if len(members) == order]
            found += self._best(sets, limit) if sets else []
        return found

    def _best(self, sets: list[Members], limit: int) -> list[Members]:
        if len(sets[0]) > 1:
            weight = np.concatenate([self._weight(some) for some in _some(sets)])
            weight = np.round(weight, DIGITS)
            least = np.partition(weight, -limit)[-limit] if len(weight) > limit else 0.0
            # what stops less cannot be among the first, whatever else it does
            sets = [members for members, one in zip(sets, weight, strict=True) if one >= least and one >= 0]
        ranked = [one for some in _some(sets) for one in self._ranked(some)]
        return [members for _, members in sorted(ranked)[:limit]]

    def _weight(self, sets: Sequence[Members]) -> FloatArray:
        """Return the weight of the targets elsewhere that sets stop, negative where they add nothing to their parts."""
        away = ~self.at_home(sets)
        adds = (self._gathered(sets, JudgedTogether.minimal) & away).any(axis=1)
        weight: FloatArray = np.where(adds, (self._gathered(sets, JudgedTogether.stopped) & away) @ self.weights, -1.0)
        return weight

    def _ranked(self, sets: Sequence[Members]) -> Iterator[tuple[tuple[float, ...], Members]]:
        """Yield each set that may stop anything elsewhere, with what it is ranked by."""
        loss, away = self.loss(sets), ~self.at_home(sets)
        abroad = loss.stopped(self.cut.criterion) & away
        sure = loss.certain(self.cut.criterion) & abroad
        perhaps = loss.possible(self.cut.criterion) & away
        by = [-np.round(what @ self.weights, DIGITS) for what in (abroad, sure, loss.central, perhaps)]
        for row in np.flatnonzero(perhaps.any(axis=1)).tolist():
            yield tuple(float(values[row]) for values in by), sets[row]


def _some(sets: Sequence[Members]) -> Iterator[Sequence[Members]]:
    """Yield as many sets at a time as are looked at together."""
    for start in range(0, len(sets), AT_ONCE):
        checkpoint("sets", start, len(sets))
        yield sets[start : start + AT_ONCE]
