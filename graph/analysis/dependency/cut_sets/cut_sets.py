"""Minimal cut sets: the smallest sets of entities, companies or countries that stop an entity (methods A1, A1d).

By collapse (what the members control is gone) or by ban (they stop supplying the target's country, methods
A1b). Never all cut sets: up to an order, with limits that the answer states.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum

import numpy as np
from pydantic import Field

from graph.analysis.dependency.bans.ban import ban_case
from graph.analysis.dependency.bans.customers import delivered_to
from graph.analysis.dependency.besides_home import loss_besides_home
from graph.analysis.dependency.cases.case import Case, collapse_case
from graph.analysis.dependency.cases.judging import Loss, judge, within
from graph.analysis.dependency.cases.readings import Criterion, Reading
from graph.analysis.dependency.cases.terms import Rules
from graph.analysis.dependency.cases.universe import Over
from graph.analysis.dependency.cut_sets.minimal_sets import SearchLimits, try_sets
from graph.analysis.dependency.cut_sets.mocus import as_subsets, by_mocus
from graph.analysis.dependency.home import BESIDES_HOME, HOME, ONLY_AS_HOME, home
from graph.analysis.dependency.kernels.cut_sets import SearchBudget
from graph.analysis.dependency.known import unknown_reason
from graph.analysis.dependency.products import said_of_products
from graph.analysis.results import Result, Row
from graph.budget import checked
from graph.errors import QuestionError
from graph.node_ids import EntityId
from graph.ontology import NodeKind
from graph.snapshots.snapshot import Snapshot

MAX_ORDER = 3


class Action(StrEnum):
    """What the members of a cut set suffer or do: they are gone, or they stop supplying."""

    COLLAPSE = "collapse"
    BAN = "ban"


@dataclass(frozen=True)
class Cut:
    """What is asked of cut sets.

    Parameters
    ----------
    over : Over
        What the members are. Bans are by countries or companies.
    max_order : int
        Most members of a set.
    action : Action
        Whether members are gone, or stop supplying.
    on : tuple of str
        Customers of a ban; the countries that control the target when left out.
    rules : Rules
        How far a ban reaches.
    criterion : Criterion
        When a target counts as stopped.
    """

    over: Over = Over.ENTITY
    max_order: int = MAX_ORDER
    action: Action = Action.COLLAPSE
    on: tuple[str, ...] = ()
    rules: Rules = field(default_factory=Rules)
    criterion: Criterion = field(default_factory=Criterion)

    def __post_init__(self) -> None:
        if self.action == Action.BAN and self.over == Over.ENTITY:
            raise QuestionError("a ban is by countries or companies, not by entities", "over", ["country", "company"])


class CutSetRow(Row):
    """A minimal cut set."""

    order: int
    members: tuple[EntityId, ...]
    loss: tuple[float, float, float] = Field(description="share of capacity lost: low, central, high")
    total: bool = Field(description="nothing is left, in the reading asked for")
    certain: bool = Field(description="it cuts whoever else there may be; else as far as we know")
    home: bool = Field(default=False, description=f"a member is {HOME}")
    only_as_home: bool = Field(default=False, description=ONLY_AS_HOME)
    besides_home: tuple[float, float, float] | None = Field(default=None, description=f"of one alone: {BESIDES_HOME}")


class CutSets(Result):
    """Minimal cut sets, smallest first, what stops it only as its home last in its order."""

    id: EntityId
    over: Over
    action: Action
    max_order: int
    on: tuple[EntityId, ...] = Field(default=(), description="customers of a ban")
    cut_sets: tuple[CutSetRow, ...]
    reason: str | None = Field(default=None, description="why there are none but its home, where that is not a finding")


def cut_sets(snapshot: Snapshot, node_id: str, cut: Cut, limits: SearchLimits = SearchLimits()) -> CutSets:
    """Return the minimal cut sets of an entity up to an order.

    Parameters
    ----------
    snapshot : Snapshot
        Its lens says what a country controls, its horizon which needs bind.
    node_id : str
        The target; itself no member where entities are cut off.
    cut : Cut
        What the sets consist of, what happens to them, and when the target counts as stopped.
    limits : SearchLimits
        Where the search ends before all sets up to the order were looked at.

    Returns
    -------
    CutSets
        Every set cuts, and none of its proper subsets does. With ``truncated`` there may be more.

    Raises
    ------
    UnknownIdError
    QuestionError
        A ban on customers who do not control the entity, or of whom none is known.

    Examples
    --------
    >>> boolean = Criterion(loss=1, sigma=1)
    >>> found = cut_sets(m1, "input:chip", Cut(over=Over.COUNTRY, criterion=boolean))
    >>> [" + ".join(id.removeprefix("country:") for id in row.members) for row in found.cut_sets]
    ['NLD', 'DEU + USA', 'KOR + TWN', 'KOR + USA']
    """
    node_id = snapshot.require(node_id)
    budget = limits.budget()
    customers = customers_of(snapshot, node_id, cut) if cut.action == Action.BAN else ()
    case = case_of(snapshot, cut, [node_id], customers)
    rows = rows_of(snapshot, case, cut, [node_id], limits, budget)[node_id]
    return CutSets(
        id=node_id, over=cut.over, action=cut.action, max_order=cut.max_order, on=customers, cut_sets=rows,
        reason=None if any(not row.only_as_home for row in rows) else unknown_reason(snapshot, node_id),
        truncated=bool(budget.reached), limits=budget.reached,
        assumptions=(*said_of_products(snapshot, node_id), *said(cut)),
    )  # fmt: skip


def said(cut: Cut) -> tuple[str, ...]:
    """Return what a question about cut sets takes for granted.

    Parameters
    ----------
    cut : Cut
        Its criterion, and the reach of a ban.
    """
    return (cut.criterion.said(), *([cut.rules.said()] if cut.action == Action.BAN else []))


def case_of(
    snapshot: Snapshot, cut: Cut, targets: Sequence[str], customers: Collection[str], only: str | None = None
) -> Case:
    """Return the case that a question about cut sets is judged on; ``only`` leaves one event in it.

    Parameters
    ----------
    snapshot : Snapshot
        Its lens says what a country controls.
    cut : Cut
        Whether by collapse or by ban, and over what.
    targets : sequence of str
        Ids.
    customers : collection of str
        Countries on which a ban is.
    only : str, optional
        The one event to consider.
    """
    roots = np.array([snapshot.root(target) for target in targets], dtype=np.int64)
    if cut.action == Action.BAN:
        return ban_case(snapshot, cut.over, roots, delivered_to(snapshot, customers), cut.rules, only)
    return collapse_case(snapshot, cut.over, roots, targets if len(targets) == 1 else (), only)


def customers_of(snapshot: Snapshot, node_id: str, cut: Cut) -> tuple[str, ...]:
    """Return the countries on which a ban that concerns an entity is.

    Parameters
    ----------
    snapshot : Snapshot
        Its lens says who controls the entity.
    node_id : str
        A country is its own customer.
    cut : Cut
        With the customers asked for, if any.

    Raises
    ------
    UnknownIdError
    QuestionError
        They are not known, or those given do not control the entity.
    """
    holders = {node_id} if snapshot.nodes[node_id].kind is NodeKind.COUNTRY else _controllers(snapshot, node_id)
    given = {snapshot.require(country, "on") for country in cut.on}
    if not holders:
        raise QuestionError(f"the country of {node_id} is not known: no ban is judged on it", "on")
    if given and not holders <= given:
        raise QuestionError(
            f"{node_id} is not controlled by {', '.join(sorted(given))}, so a ban on them is not judged on it",
            "on", sorted(holders),
        )  # fmt: skip
    return tuple(sorted(given or holders))


def _controllers(snapshot: Snapshot, node_id: str) -> set[str]:
    makers = snapshot.makers.get(node_id)
    behind = makers if makers is not None else {node_id}
    return {country for one in behind for country in snapshot.controllers(one)}


def rows_of(
    snapshot: Snapshot, case: Case, cut: Cut, targets: Sequence[str], limits: SearchLimits, budget: SearchBudget
) -> Mapping[str, tuple[CutSetRow, ...]]:
    """Return the minimal cut sets of each target of a case.

    Parameters
    ----------
    snapshot : Snapshot
        The one that the case is of.
    case : Case
        From ``case_of``, of the same targets.
    cut : Cut
        Boolean failure of one target by collapse is built up from the suppliers (MOCUS), everything else is tried.
    targets : sequence of str
        Ids, in the order of ``case.roots``.
    limits : SearchLimits
        Most sets that are tried.
    budget : SearchBudget
        Says afterwards which limits were reached.
    """
    criterion = cut.criterion
    if len(targets) == 1 and criterion.boolean and cut.action == Action.COLLAPSE:
        subsets = as_subsets(by_mocus(case, cut.max_order, criterion, budget))
        minimal = np.ones((len(subsets), 1), dtype=bool)
    else:
        tried = try_sets(case, cut.max_order, criterion, limits, budget)
        subsets, minimal = tried.subsets, tried.minimal
    homes = [home(snapshot, target) for target in targets]
    rows: dict[str, list[CutSetRow]] = {target: [] for target in targets}
    kept = np.flatnonzero(minimal.any(axis=1))
    for some in within(case, kept):
        loss = judge(case, subsets[some], criterion)
        members = [case.members(subset) for subset in subsets[some]]
        for row, column in checked(zip(*np.nonzero(minimal[some]), strict=True)):
            if targets[column] in members[row]:  # that a target falls with itself is no cut set
                continue
            own, besides = homes[column], None
            at_home = not own.members.isdisjoint(members[row])
            if at_home and len(members[row]) == 1 and cut.action == Action.COLLAPSE:
                besides = loss_besides_home(snapshot, case, members[row][0], (column, own), criterion)
            told = _row(cut, members[row], loss.of((row, column)), besides)
            rows[targets[column]].append(told.model_copy(update={"home": at_home}) if at_home else told)
    return {
        target: tuple(
            sorted(found, key=lambda row: (row.order, row.only_as_home, not row.certain, -row.loss[1], row.members))
        )
        for target, found in rows.items()
    }


def _row(cut: Cut, members: tuple[str, ...], loss: tuple[float, float, float], besides: Loss | None) -> CutSetRow:
    low, central, high = loss
    merely = besides is not None and not bool(besides.stopped(cut.criterion)[0, 0])
    value = {Reading.CERTAIN: low, Reading.LIKELY: central, Reading.KNOWN: high}[cut.criterion.reading]
    return CutSetRow(
        order=len(members), members=members, loss=(low, central, high), total=value >= 1 - TOTAL,
        certain=low >= cut.criterion.loss - TOTAL, only_as_home=merely,
        besides_home=None if besides is None else besides.of((0, 0)),
    )  # fmt: skip


TOTAL = 1e-9
"""Rounding of doubles: what is left below this is nothing."""
