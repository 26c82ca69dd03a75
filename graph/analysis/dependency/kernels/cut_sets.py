"""Minimal cut sets of one node, bottom up, to an order.

MOCUS (Fussell & Vesely 1972) turned round: ``C(u)`` joins what kills ``u`` itself with, for every need, the
combinations that cut each of its suppliers. Sets larger than the order are dropped as they arise, which loses
nothing: a union is never smaller than its parts. Absorption looks subsets up in a hash set.
"""

import time
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from itertools import combinations

import numpy as np

from graph.analysis.dependency.kernels.schedule import Step
from graph.budget import checked, checkpoint

CutSet = frozenset[int]
Family = frozenset[CutSet]


@dataclass
class SearchBudget:
    """Limits of a search; ``reached`` says which were met.

    Parameters
    ----------
    sets : int
        Cut sets kept for one node.
    seconds : float
    """

    sets: int
    seconds: float
    reached: dict[str, float] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self._until = time.monotonic() + self.seconds

    def over(self) -> bool:
        """Say, and note, whether the time is up."""
        checkpoint("cut sets")
        if time.monotonic() > self._until:
            self.reached["seconds"] = self.seconds
        return "seconds" in self.reached

    def cut(self, sets: list[CutSet]) -> list[CutSet]:
        """Return as many sets as are allowed, smallest first.

        Parameters
        ----------
        sets : list of CutSet
            Sets found; none is changed.
        """
        if len(sets) > self.sets:
            self.reached["sets"] = self.sets
            return sorted(sets, key=len)[: self.sets]
        return sets


class _Indexed:
    """A family of minimal cut sets, with what a product with it looks up."""

    def __init__(self, sets: Iterable[CutSet]) -> None:
        self.sets: Family = frozenset(sets)

    @cached_property
    def events(self) -> CutSet:
        """All events that occur."""
        return frozenset().union(*self.sets)

    @cached_property
    def least(self) -> int:
        """The smallest order."""
        return min(map(len, self.sets))

    @cached_property
    def _by_order(self) -> list[CutSet]:
        return sorted(self.sets, key=len)

    @cached_property
    def _by_event(self) -> Mapping[int, list[CutSet]]:
        held: dict[int, list[CutSet]] = {}
        for cut in self.sets:
            for event in cut:
                held.setdefault(event, []).append(cut)
        return held

    def unions(self, base: CutSet, order: int) -> Iterator[CutSet]:
        """Return the unions of a set with those of the family that do not exceed the order.

        Only small sets fit beside it; a larger one has to share events with it.

        Parameters
        ----------
        base : CutSet
            The set that every union holds.
        order : int
            Most events in a union.
        """
        room = order - len(base)
        for cut in self._by_order:
            if len(cut) > room:
                break
            yield base | cut
        for event in base:
            for cut in self._by_event.get(event, ()):
                if len(cut) > room and len(union := base | cut) <= order:
                    yield union


_NEVER = _Indexed(())
_ALWAYS = _Indexed([frozenset()])


def minimal_cut_sets(
    steps: Iterable[Step],
    deaths: Mapping[int, Family],
    target: int,
    order: int,
    budget: SearchBudget,
    *,
    bootstrap: bool = False,
) -> Family:
    """Return the minimal cut sets of a node.

    Parameters
    ----------
    steps : iterable of Step
        Over the needs that can empty.
    deaths : Mapping[int, Family]
        Sets of events that kill a node at once.
    target : int
        Position of the node whose failure is asked about.
    order : int
        Largest cut set asked for.
    budget : SearchBudget
        Where it is reached, some sets are missing, and some may not be minimal.
    bootstrap : bool
        A cycle that nothing outside supports fails; else it keeps running.

    Returns
    -------
    Family

    Examples
    --------
    >>> needs = [NeedEntry(0, [(1, 0.9, False), (2, 0.1, False)], 0.0, True)]
    >>> graph = AndOrGraph.from_needs(3, needs)  # 0 needs 1 (nine tenths) or 2 (one tenth)
    >>> deaths = {node: frozenset([frozenset([node])]) for node in (1, 2)}
    >>> sorted(map(sorted, minimal_cut_sets(schedule(graph), deaths, target=0, order=2, budget=SearchBudget(100, 1.0))))
    [[1, 2]]
    """
    families = {node: _Indexed(sets) for node, sets in deaths.items()}
    for step in steps:
        owners = _needs_by_owner(step)
        if step.cyclic and bootstrap:
            families |= dict.fromkeys(owners, _ALWAYS)
        while True:
            changed = False
            for owner, needs in owners.items():
                after = _of_owner(owner, needs, families, deaths, order, budget)
                changed = changed or after.sets != families.get(owner, _NEVER).sets
                families[owner] = after
                if budget.over():
                    return families.get(target, _NEVER).sets
            if not (step.cyclic and changed):
                break
    return families.get(target, _NEVER).sets


def _needs_by_owner(step: Step) -> dict[int, list[list[int]]]:
    """Return the suppliers of each need of each owner."""
    needs = [row.tolist() for row in np.split(step.suppliers, step.first_link[1:])]
    bounds = [*step.first_need.tolist(), len(needs)]
    return {owner: needs[bounds[n] : bounds[n + 1]] for n, owner in enumerate(step.owners.tolist())}


def _of_owner(
    owner: int,
    needs: list[list[int]],
    families: Mapping[int, _Indexed],
    deaths: Mapping[int, Family],
    order: int,
    budget: SearchBudget,
) -> _Indexed:
    found = set(deaths.get(owner, ()))
    for suppliers in needs:
        found.update(_of_need([families.get(v, _NEVER) for v in dict.fromkeys(suppliers)], order, budget))
    return _Indexed(budget.cut(minimal(found)))


def _of_need(families: list[_Indexed], order: int, budget: SearchBudget) -> Iterable[CutSet]:
    """Return the sets that cut every supplier of a need."""
    if len(families) == 1:
        return families[0].sets
    if any(not family.sets for family in families) or _disjoint_orders(families) > order:
        return ()
    partial: Iterable[CutSet] = [frozenset()]
    for family in sorted(families, key=lambda family: len(family.sets)):
        wider: set[CutSet] = set()
        for base in checked(partial):
            if _absorbed(base, family.sets):
                wider.add(base)
            elif len(base) < order:
                wider.update(family.unions(base, order))
        partial = budget.cut(minimal(wider))
        if not partial or budget.over():
            return ()
    return partial


def _disjoint_orders(families: Iterable[_Indexed]) -> int:
    """Return a lower bound on the order of a cut of all suppliers: those that share no event add up."""
    total, seen = 0, set[int]()
    for family in families:
        if seen.isdisjoint(family.events):
            total += family.least
            seen |= family.events
    return total


def minimal(sets: Iterable[CutSet]) -> list[CutSet]:
    """Drop every set that holds another.

    Parameters
    ----------
    sets : iterable of CutSet
        Sets of events; equal ones are one.

    Examples
    --------
    >>> minimal([frozenset({1, 2}), frozenset({1})])
    [frozenset({1})]
    """
    kept: set[CutSet] = set()
    for cut in sorted(sets, key=len):
        if not _absorbed(cut, kept):
            kept.add(cut)
    return list(kept)


def _absorbed(cut: CutSet, by: Family | set[CutSet]) -> bool:
    """Say whether a set of ``by`` lies within ``cut``: one lookup for each of its few subsets."""
    if cut in by or frozenset() in by:
        return True
    if len(cut) < 2:
        return False
    return any(subset in by for size in range(1, len(cut)) for subset in map(frozenset, combinations(cut, size)))
