"""Cut sets of many targets at once, and the smallest ban that stops each of them (issue 4)."""

from collections.abc import Sequence

import numpy as np
from pydantic import Field

from graph.analysis.dependency.ban import DE_MINIMIS, Reach
from graph.analysis.dependency.criticality import target_ids
from graph.analysis.dependency.cut_sets import MAX_ORDER, Action, CutSetRow, cut_sets
from graph.analysis.dependency.home import home
from graph.analysis.dependency.kernels.bits import unpack
from graph.analysis.dependency.kernels.cut_sets import Budget
from graph.analysis.dependency.kernels.reach import reach as search
from graph.analysis.dependency.kernels.schedule import schedule
from graph.analysis.dependency.kernels.subsets import minimal_rows, small_subsets
from graph.analysis.dependency.kernels.trials import trials
from graph.analysis.dependency.readings import Reading
from graph.analysis.dependency.universe import Over, universe
from graph.analysis.results import Result, Row
from graph.errors import QuestionError
from graph.ontology import NodeKind
from graph.snapshot import Snapshot

MAX_SUBSETS = 100_000
MAX_SECONDS = 30.0


class TargetCutSets(Row):
    """The minimal cut sets of one target, smallest first."""

    id: str
    on: tuple[str, ...] = Field(default=(), description="customers of a ban")
    cut_sets: tuple[CutSetRow, ...]
    reason: str | None = Field(default=None, description="why there are none, where the question has no answer")


class AllCutSets(Result):
    """The minimal cut sets of many targets."""

    over: Over
    action: Action
    max_order: int
    targets: tuple[TargetCutSets, ...]


def cut_sets_of_all(
    snapshot: Snapshot,
    targets: Sequence[str] | NodeKind = NodeKind.MODEL,
    over: Over = Over.COUNTRY,
    max_order: int = MAX_ORDER,
    reading: Reading = Reading.KNOWN,
    max_subsets: int = MAX_SUBSETS,
    seconds: float = MAX_SECONDS,
) -> AllCutSets:
    """Return the minimal cut sets of many targets by trying every small subset on all of them at once.

    Parameters
    ----------
    snapshot : Snapshot
    targets : sequence of str, or NodeKind
        Ids, or every entity of a kind.
    over : Over
    max_order : int
    reading : Reading
    max_subsets : int
    seconds : float

    Returns
    -------
    AllCutSets
        A set of one that is a target's own home is marked ``home``.

    Raises
    ------
    UnknownIdError
    QuestionError
        No targets.
    """
    wanted = target_ids(snapshot, targets)
    roots = np.array([snapshot.root(target) for target in wanted], dtype=np.int64)
    budget = Budget(sets=max_subsets, seconds=seconds)
    cut = universe(snapshot, over, search(snapshot.arrays, roots).members)
    subsets, truncated = small_subsets(len(cut.events), max_order, max_subsets)
    if truncated:
        budget.reached["subsets"] = max_subsets
    known, certain = (
        trials(
            schedule(snapshot.arrays, closed_only=closed_only), roots,
            lambda chunk: cut.dead(snapshot.arrays.size, chunk), subsets, over=budget.over,
        )
        for closed_only in (False, True)
    )  # fmt: skip
    tried = subsets[: min(len(known), len(certain))]
    chosen = certain if reading == Reading.CERTAIN else known
    best = unpack(minimal_rows(chosen[: len(tried)], tried), len(wanted))
    sure = unpack(certain[: len(tried)], len(wanted))
    rows = []
    for column, target in enumerate(wanted):
        own = home(snapshot, target).members | {target}
        found = []
        for row in np.flatnonzero(best[:, column]).tolist():
            members = tuple(cut.events[event] for event in tried[row].tolist() if event >= 0)
            at_home = len(members) == 1 and members[0] in own
            found.append(CutSetRow(order=len(members), members=members, certain=bool(sure[row, column]), home=at_home))
        rows.append(TargetCutSets(id=target, cut_sets=tuple(found)))
    return AllCutSets(
        over=over, action=Action.COLLAPSE, max_order=max_order, targets=tuple(rows),
        truncated=bool(budget.reached), limits=budget.reached,
    )  # fmt: skip


def smallest_bans(
    snapshot: Snapshot,
    targets: Sequence[str] | NodeKind = NodeKind.LAB,
    over: Over = Over.COUNTRY,
    max_order: int = MAX_ORDER,
    reach: Reach = Reach.DIRECT,
    de_minimis: float = DE_MINIMIS,
    reading: Reading = Reading.KNOWN,
    seconds: float = MAX_SECONDS,
) -> AllCutSets:
    """Return for each target the smallest coalitions whose ban on its country stops it.

    Parameters
    ----------
    snapshot : Snapshot
    targets : sequence of str, or NodeKind
        Ids, or every entity of a kind.
    over : Over
        Countries or companies.
    max_order : int
    reach : Reach
    de_minimis : float
    reading : Reading
    seconds : float
        For all targets together.

    Returns
    -------
    AllCutSets
        Of each target the coalitions of the smallest size that suffices.

    Raises
    ------
    UnknownIdError
    QuestionError
        No targets, or bans by single entities.
    """
    budget = Budget(sets=1, seconds=seconds)
    limits: dict[str, float] = {}
    rows = []
    for target in target_ids(snapshot, targets):
        if budget.over():
            limits["seconds"] = seconds
            break
        try:
            found = cut_sets(
                snapshot, target, over, max_order, Action.BAN, reach=reach, de_minimis=de_minimis, reading=reading
            )
        except QuestionError as error:
            if error.field == "over":
                raise
            rows.append(TargetCutSets(id=target, cut_sets=(), reason=str(error)))
            continue
        limits |= found.limits
        fewest = min((row.order for row in found.cut_sets), default=0)
        smallest = tuple(row for row in found.cut_sets if row.order == fewest)
        rows.append(TargetCutSets(id=target, on=found.on, cut_sets=smallest))
    return AllCutSets(
        over=over, action=Action.BAN, max_order=max_order, targets=tuple(rows), truncated=bool(limits), limits=limits
    )
