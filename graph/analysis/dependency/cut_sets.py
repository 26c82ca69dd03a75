"""Minimal cut sets: the smallest sets of entities, companies or countries that stop an entity (methods A1).

By collapse (what the members control is gone) or by ban (they stop supplying the target's country, methods
A1b). Never all cut sets: up to an order, with limits that the answer states.
"""

from collections.abc import Collection, Sequence
from enum import StrEnum

import numpy as np
from pydantic import Field

from graph.analysis.dependency.ban import DE_MINIMIS, Reach
from graph.analysis.dependency.coalitions import coalitions
from graph.analysis.dependency.home import home
from graph.analysis.dependency.kernels.cut_sets import Budget, CutSet, minimal, minimal_cut_sets
from graph.analysis.dependency.kernels.reach import reach as search
from graph.analysis.dependency.kernels.schedule import Step, steps
from graph.analysis.dependency.kernels.subsets import minimal_rows, small_subsets
from graph.analysis.dependency.kernels.trials import trials
from graph.analysis.dependency.readings import Reading, Semantics
from graph.analysis.dependency.stopping import as_subsets, merely_home, stopping
from graph.analysis.dependency.universe import Over, Universe, universe
from graph.analysis.results import Result, Row
from graph.arrays import IntArray
from graph.snapshot import Snapshot

MAX_ORDER = 3
MAX_SETS = 5_000
MAX_SUBSETS = 50_000
MAX_SECONDS = 10.0


class Action(StrEnum):
    """What the members of a cut set suffer or do: they are gone, or they stop supplying."""

    COLLAPSE = "collapse"
    BAN = "ban"


class CutSetRow(Row):
    """A minimal cut set."""

    order: int
    members: tuple[str, ...]
    certain: bool = Field(description="it cuts whoever else there may be; else as far as we know")
    home: bool = Field(default=False, description="the entity's own home, and it stops it only so")


class CutSets(Result):
    """Minimal cut sets, smallest first, the entity's own home last in its order."""

    id: str
    over: Over
    action: Action
    max_order: int
    on: tuple[str, ...] = Field(default=(), description="customers of a ban")
    cut_sets: tuple[CutSetRow, ...]


def cut_sets(
    snapshot: Snapshot,
    node_id: str,
    over: Over = Over.ENTITY,
    max_order: int = MAX_ORDER,
    action: Action = Action.COLLAPSE,
    on: Collection[str] = (),
    reach: Reach = Reach.DIRECT,
    de_minimis: float = DE_MINIMIS,
    reading: Reading = Reading.KNOWN,
    semantics: Semantics = Semantics.OPERATIONAL,
    max_sets: int = MAX_SETS,
    max_subsets: int = MAX_SUBSETS,
    seconds: float = MAX_SECONDS,
) -> CutSets:
    """Return the minimal cut sets of an entity up to an order.

    Parameters
    ----------
    snapshot : Snapshot
    node_id : str
    over : Over
        What the members are. Bans are by countries or companies.
    max_order : int
    action : Action
    on : collection of str
        Customers of a ban; the countries that control the entity when left out.
    reach : Reach
        Of a ban.
    de_minimis : float
        Of a ban that reaches foreign products.
    reading : Reading
    semantics : Semantics
    max_sets : int
        Sets kept for one node on the way.
    max_subsets : int
        Subsets tried where cut sets are found by trial.
    seconds : float

    Returns
    -------
    CutSets
        Every set cuts, and none of its proper subsets does. With ``truncated`` there may be more.

    Raises
    ------
    UnknownIdError
    QuestionError
        A ban that makes no sense: see ``coalitions``.
    """
    node_id = snapshot.require(node_id)
    budget = Budget(max_sets, seconds)
    customers: tuple[str, ...] = ()
    assumptions: tuple[str, ...] = ()
    if action == Action.BAN:
        found = coalitions(
            snapshot, node_id, over, max_order, on, reach, de_minimis, reading, semantics, max_subsets, budget
        )
        rows = [CutSetRow(order=len(m), members=m, certain=sure) for m, sure in found.members]
        customers, assumptions = found.on, found.assumptions
    else:
        rows = _by_collapse(snapshot, node_id, over, max_order, reading, semantics, max_subsets, budget)
    return CutSets(
        id=node_id,
        over=over,
        action=action,
        max_order=max_order,
        on=customers,
        cut_sets=tuple(sorted(rows, key=lambda row: (row.order, row.home, not row.certain, row.members))),
        truncated=bool(budget.reached),
        limits=budget.reached,
        assumptions=assumptions,
    )


def _by_collapse(
    snapshot: Snapshot,
    node_id: str,
    over: Over,
    order: int,
    reading: Reading,
    semantics: Semantics,
    max_subsets: int,
    budget: Budget,
) -> list[CutSetRow]:
    root = snapshot.root(node_id)
    reached = search(snapshot.arrays, root)
    cut = universe(snapshot, over, reached.members, {node_id})
    within = reached.depth[snapshot.arrays.owner] >= 0
    known, certain = steps(snapshot.arrays, within), steps(snapshot.arrays, within & snapshot.arrays.closed)
    evaluated = certain if reading == Reading.CERTAIN else known
    bootstrap = semantics == Semantics.BOOTSTRAP
    subsets, too_many = small_subsets(len(cut.events), order, max_subsets)
    if over == Over.COUNTRY and not too_many:
        found = _by_trial(snapshot, cut, root, evaluated, subsets, budget, bootstrap)
    else:
        found = _by_mocus(snapshot, cut, root, evaluated, order, budget, bootstrap)
    sure = stopping(snapshot, cut, as_subsets(found), root, certain, bootstrap)
    own = home(snapshot, node_id)
    rows = []
    for events, holds in zip(found, sure, strict=True):
        members = tuple(sorted(cut.events[event] for event in events))
        at_home = len(members) == 1 and merely_home(snapshot, cut, members[0], root, own, bootstrap)
        rows.append(CutSetRow(order=len(members), members=members, certain=bool(holds), home=at_home))
    return rows


def _by_trial(
    snapshot: Snapshot,
    cut: Universe,
    root: int,
    evaluated: Sequence[Step],
    subsets: IntArray,
    budget: Budget,
    bootstrap: bool,
) -> list[CutSet]:
    """Try every small subset: countries are few, and what they control is much."""
    if stopping(snapshot, cut, as_subsets([()]), root, evaluated, bootstrap)[0]:
        return [frozenset()]
    size, target = snapshot.arrays.size, np.array([root])
    cuts = trials(
        evaluated, target, lambda chunk: cut.dead(size, chunk), subsets, over=budget.over, bootstrap=bootstrap
    )
    best = minimal_rows(cuts, subsets[: len(cuts)])[:, 0] > 0
    return [frozenset(row) - {-1} for row in subsets[: len(cuts)][best].tolist()]


def _by_mocus(
    snapshot: Snapshot,
    cut: Universe,
    root: int,
    evaluated: Sequence[Step],
    order: int,
    budget: Budget,
    bootstrap: bool = False,
) -> list[CutSet]:
    """Return the minimal cut sets of a node over a universe.

    Where the budget was reached the sets are made minimal by trial, so that what is returned always holds.

    Parameters
    ----------
    snapshot : Snapshot
    cut : Universe
    root : int
    evaluated : sequence of Step
        Over the needs that can empty.
    order : int
    budget : Budget
    bootstrap : bool
    """
    deaths: dict[int, frozenset[CutSet]] = {}
    for node, events in cut.deaths:
        deaths[node] = deaths.get(node, frozenset()) | {frozenset(events)}
    deaths = {node: frozenset(c for c in family if len(c) <= order) for node, family in deaths.items()}
    found = minimal_cut_sets(snapshot.arrays, evaluated, deaths, root, order, budget, bootstrap=bootstrap)
    if not budget.reached:
        return sorted(found, key=lambda members: (len(members), sorted(members)))
    return minimal(_shrunk(snapshot, cut, members, root, evaluated, bootstrap) for members in found)


def _shrunk(
    snapshot: Snapshot, cut: Universe, members: CutSet, root: int, evaluated: Sequence[Step], bootstrap: bool
) -> CutSet:
    """Drop members until none can be spared."""
    for member in sorted(members):
        less = members - {member}
        if less and stopping(snapshot, cut, as_subsets([less]), root, evaluated, bootstrap)[0]:
            members = less
    return members
