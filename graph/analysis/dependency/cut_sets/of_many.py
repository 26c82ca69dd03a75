"""Minimal cut sets of many targets, and the smallest ban that stops each of them."""

from collections.abc import Sequence

from pydantic import Field

from graph.analysis.dependency.cases.universe import Over
from graph.analysis.dependency.cut_sets.cut_sets import Action, Cut, CutSetRow, case_of, customers_of, rows_of, said
from graph.analysis.dependency.cut_sets.minimal_sets import SearchLimits
from graph.analysis.dependency.known import unknown_reason
from graph.analysis.results import Result, Row
from graph.errors import QuestionError
from graph.node_ids import EntityId
from graph.snapshots.snapshot import Snapshot

MANY = SearchLimits(subsets=100_000, seconds=30.0)


class TargetCutSets(Row):
    """The minimal cut sets of one target, smallest first."""

    id: EntityId
    on: tuple[EntityId, ...] = Field(default=(), description="customers of a ban")
    cut_sets: tuple[CutSetRow, ...]
    reason: str | None = Field(default=None, description="why there are none but its home, where that is not a finding")


class AllCutSets(Result):
    """The minimal cut sets of many targets."""

    over: Over
    action: Action
    max_order: int
    targets: tuple[TargetCutSets, ...]


def cut_sets_of_all(snapshot: Snapshot, targets: Sequence[str], cut: Cut, limits: SearchLimits = MANY) -> AllCutSets:
    """Return the minimal cut sets of many targets; of bans only the smallest that suffice.

    Targets of one country are judged together: a ban on them is one case.

    Parameters
    ----------
    snapshot : Snapshot
        Its lens says what a country controls, its horizon which needs bind.
    targets : sequence of str
        Ids; the answer keeps their order.
    cut : Cut
        A ban is judged on each target from the side of its own country.
    limits : SearchLimits
        Shared by all targets.

    Raises
    ------
    UnknownIdError
    QuestionError
        Bans by single entities.
    """
    budget = limits.budget()
    groups, refused = grouped(snapshot, cut, targets)
    found: dict[str, TargetCutSets] = {
        target: TargetCutSets(id=target, cut_sets=(), reason=reason) for target, reason in refused.items()
    }
    for customers, group in groups:
        case = case_of(snapshot, cut, group, customers)
        for target, rows in rows_of(snapshot, case, cut, group, limits, budget).items():
            if cut.action == Action.BAN:
                fewest = min((row.order for row in rows), default=0)
                rows = tuple(row for row in rows if row.order == fewest)
            reason = None if any(not row.only_as_home for row in rows) else unknown_reason(snapshot, target)
            found[target] = TargetCutSets(id=target, on=customers, cut_sets=rows, reason=reason)
    return AllCutSets(
        over=cut.over, action=cut.action, max_order=cut.max_order, truncated=bool(budget.reached),
        targets=tuple(found[target] for target in targets if target in found), limits=budget.reached,
        assumptions=said(cut),
    )  # fmt: skip


Group = tuple[tuple[str, ...], list[str]]


def grouped(snapshot: Snapshot, cut: Cut, targets: Sequence[str]) -> tuple[list[Group], dict[str, str]]:
    """Group targets by the customers that a ban on them is judged from; a collapse judges all of them together.

    Parameters
    ----------
    snapshot : Snapshot
        Its lens says which countries control a target.
    cut : Cut
        Whether by collapse or by ban, and on whom a ban is.
    targets : sequence of str
        Ids.

    Returns
    -------
    groups : list of (customers, targets)
    refused : dict
        Targets that no such ban is judged on, and why.
    """
    if cut.action == Action.COLLAPSE:
        return ([((), list(targets))] if targets else []), {}
    groups: dict[tuple[str, ...], list[str]] = {}
    refused: dict[str, str] = {}
    for target in targets:
        try:
            groups.setdefault(customers_of(snapshot, target, cut), []).append(target)
        except QuestionError as error:
            refused[target] = str(error)
    return list(groups.items()), refused
