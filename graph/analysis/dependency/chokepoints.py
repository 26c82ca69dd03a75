"""Chokepoints: which country, company or entity, which pair or triple, stops most (methods A1d, A4)."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from pydantic import Field

from graph.analysis.dependency.case import Case, Loss, judge
from graph.analysis.dependency.chain import UNTIL_IT_BITES, Months, Why, Worlds, worlds
from graph.analysis.dependency.cut_sets import Action, Cut, case_of, said
from graph.analysis.dependency.cut_sets_of_many import grouped
from graph.analysis.dependency.home import home
from graph.analysis.dependency.kernels.cut_sets import SearchBudget
from graph.analysis.dependency.known import is_known
from graph.analysis.dependency.minimal_sets import SearchLimits, try_sets
from graph.analysis.dependency.targets import MEANING, TargetSet, target_ids
from graph.analysis.dependency.universe import Over
from graph.analysis.dependency.weighting import Weighting, shares_of_targets
from graph.analysis.results import Result, Row
from graph.budget import checked
from graph.ontology import Horizon, NodeKind
from graph.snapshots.arrays import BoolArray, FloatArray, Triple
from graph.snapshots.snapshot import Snapshot

LIMITS = SearchLimits(subsets=100_000, seconds=20.0)


class Stopped(Row):
    """A target that a set stops, and why."""

    id: str
    name: str
    loss: Triple = Field(description="share of capacity lost: low, central, high")
    certain: bool = Field(description="whoever else there may be")
    why: str | None = Field(default=None, description="the chain from the target to what is cut off")
    months: Months | None = Field(default=None, description=UNTIL_IT_BITES)


class Chokepoint(Row):
    """A set of countries, companies or entities, and what its loss stops."""

    members: tuple[str, ...]
    order: int
    stops: tuple[Stopped, ...] = Field(description="targets stopped, without those whose home is a member")
    adds: tuple[str, ...] = Field(description="of these, those that no part of the set stops")
    home: tuple[str, ...] = Field(description="targets stopped whose home is a member: no finding")
    certain: bool = Field(description="every stop holds whoever else there may be")
    certain_stops: int = Field(description="how many stops hold whoever else there may be")
    possible_stops: int = Field(
        description="how many targets elsewhere may be stopped, for all that is known; the stopped ones included"
    )
    criticality: tuple[float, float, float] = Field(
        description="weighted share of capacity that all known targets lose: low, central, high"
    )
    weight_stopped: tuple[float, float, float] = Field(
        description="share of the weight of all known targets that stops, its own left out: certain, likely, possible"
    )


class Chokepoints(Result):
    """Chokepoints, of each order those first that likely stop most, then those that do for certain."""

    over: Over
    action: Action
    horizon: Horizon
    targets: int = Field(description="the denominator: targets of which enough is known to judge them")
    of: str = Field(description="what the targets are")
    not_known: tuple[str, ...] = Field(description="targets of which no need is known: neither stopped nor safe")
    weights: str
    chokepoints: tuple[Chokepoint, ...]


def chokepoints(
    snapshot: Snapshot,
    targets: Sequence[str] | NodeKind | TargetSet,
    cut: Cut,
    weights: Weighting | Mapping[str, float] = Weighting.EQUAL,
    limit: int = 25,
    limits: SearchLimits = LIMITS,
) -> Chokepoints:
    """Rank the sets of countries, companies or entities whose loss, or ban, stops most targets.

    Parameters
    ----------
    snapshot : Snapshot
    targets : sequence of str, NodeKind or TargetSet
    cut : Cut
        A ban is judged on each target from the side of its own country.
    weights : Weighting or Mapping[str, float]
        What each target counts for; scaled to sum to one.
    limit : int
        Rows of each order.
    limits : SearchLimits

    Returns
    -------
    Chokepoints
        Targets of which nothing is known are listed apart and count nowhere.

    Raises
    ------
    UnknownIdError
    QuestionError
        No targets, or no weights.

    Examples
    --------
    >>> found = chokepoints(m1, ["input:chip"], Cut(over=Over.COUNTRY, max_order=1))
    >>> [(row.members[0], row.criticality[1]) for row in found.chokepoints]
    [('country:NLD', 1.0), ('country:TWN', 0.9), ('country:KOR', 0.8), ('country:USA', 0.75)]
    """
    wanted = target_ids(snapshot, targets)
    known = [target for target in wanted if is_known(snapshot, target)]
    unknown = tuple(target for target in wanted if target not in set(known))
    budget = limits.budget()
    groups, refused = grouped(snapshot, cut, known)
    known = [target for target in known if target not in refused]
    omega = shares_of_targets(snapshot, known, weights) if known else np.zeros(0)
    parts = [_Part(snapshot, cut, group, customers, limits, budget) for customers, group in groups]
    rows = _rows(snapshot, parts, known, cut, omega, limit)
    return Chokepoints(
        over=cut.over, action=cut.action, horizon=snapshot.horizon, targets=len(known), not_known=unknown,
        of=MEANING[targets] if isinstance(targets, TargetSet) else "targets named in the question",
        weights=weights.value if isinstance(weights, Weighting) else "given",
        chokepoints=tuple(rows), truncated=bool(budget.reached), limits=budget.reached,
        assumptions=(*said(cut), f"criticality: weights {weights if isinstance(weights, Weighting) else 'given'}"),
    )  # fmt: skip


def stopped_by(snapshot: Snapshot, member: str, targets: Sequence[str], cut: Cut) -> tuple[list[Stopped], set[str]]:
    """Return which targets one country, company or entity stops, its own left out, surest first; and which it may.

    Parameters
    ----------
    snapshot : Snapshot
    member : str
    targets : sequence of str
        Targets of which enough is known.
    cut : Cut
        Its ``over`` is what the member is.
    """
    found: list[Stopped] = []
    possible: set[str] = set()
    budget = LIMITS.budget()
    groups, _ = grouped(snapshot, cut, [t for t in targets if member not in home(snapshot, t).members | {t}])
    for customers, group in groups:
        case = case_of(snapshot, cut, group, customers, member)
        if not case.cut.events:
            continue
        subset = np.zeros((1, 1), dtype=np.int64)
        loss = judge(case, subset, cut.criterion, budget)
        stopped, certain = loss.stopped(cut.criterion)[0], loss.certain(cut.criterion)[0]
        possible |= {group[n] for n in np.flatnonzero(loss.possible(cut.criterion)[0]).tolist()}
        after = worlds(snapshot, case, subset, cut.criterion) if stopped.any() else None
        if after:
            found += [
                _stopped(snapshot, group[n], loss.of((0, n)), certain=bool(certain[n]), why=after.why(n, 0))
                for n in np.flatnonzero(stopped).tolist()
            ]
    return sorted(found, key=lambda one: (not one.certain, -one.loss[1], one.id)), possible


def _stopped(snapshot: Snapshot, target: str, loss: Triple, certain: bool, why: Why) -> Stopped:
    return Stopped(
        id=target, name=snapshot.nodes[target].name, loss=loss, certain=certain, why=why.sentence, months=why.months
    )


class _Part:
    """Targets that are judged together, and what every small set does to them."""

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
        self.tried = try_sets(self.case, cut.max_order, cut.criterion, limits, budget)
        self.row = {
            tuple(sorted(self.case.cut.events[e] for e in subset if e >= 0)): number
            for number, subset in enumerate(checked(self.tried.subsets.tolist()))
        }

    def worlds(self, members: tuple[str, ...]) -> Worlds:
        """Return the graph after one set, for telling why."""
        return worlds(self.snapshot, self.case, self.tried.subsets[[self.row[members]]], self.cut.criterion)


@dataclass(frozen=True, eq=False)
class _Board:
    """Every set tried on every target: ``loss``, ``minimal`` and ``at_home`` have the shape (sets, targets)."""

    members: list[tuple[str, ...]]
    loss: Loss
    minimal: BoolArray
    at_home: BoolArray


def _share(targets: BoolArray, omega: FloatArray) -> float:
    return float(np.clip(targets @ omega, 0, 1))


def _board(snapshot: Snapshot, parts: Sequence[_Part], targets: Sequence[str]) -> _Board:
    members = sorted({key for part in parts for key in part.row})
    place = {target: number for number, target in enumerate(targets)}
    shape = (len(members), len(targets))
    low, central, high = np.zeros(shape), np.zeros(shape), np.zeros(shape)
    minimal = np.zeros(shape, dtype=bool)
    for part in parts:
        columns = np.array([place[target] for target in part.targets])
        into = np.array([number for number, key in enumerate(members) if key in part.row], dtype=np.int64)
        out = np.array([part.row[members[number]] for number in into.tolist()], dtype=np.int64)
        at = np.ix_(into, columns)
        tried = part.tried
        low[at], central[at], high[at] = tried.loss.low[out], tried.loss.central[out], tried.loss.high[out]
        minimal[at] = tried.minimal[out]
    homes = [home(snapshot, target).members | {target} for target in checked(targets)]
    rows = [[not own.isdisjoint(key) for own in homes] for key in checked(members)]
    at_home = np.array(rows, dtype=bool).reshape(shape)
    return _Board(members, Loss(low, central, high), minimal, at_home)


def _best(board: _Board, cut: Cut, omega: FloatArray, limit: int) -> list[int]:
    """Return the sets that stop most, by what is likely, then certain; larger ones only where they add something."""
    abroad = board.loss.stopped(cut.criterion) & ~board.at_home
    perhaps = board.loss.possible(cut.criterion) & ~board.at_home
    sure = board.loss.certain(cut.criterion) & abroad
    order = np.array([len(members) for members in board.members], dtype=np.int64)
    worth = np.where(order == 1, perhaps.any(axis=1), (board.minimal & abroad).any(axis=1))
    rank = np.lexsort((-(perhaps @ omega), -(board.loss.central @ omega), -(sure @ omega), -(abroad @ omega)))
    best: list[int] = []
    for size in range(1, cut.max_order + 1):
        best += [row for row in rank.tolist() if worth[row] and order[row] == size][:limit]
    return best


def _rows(
    snapshot: Snapshot, parts: Sequence[_Part], targets: Sequence[str], cut: Cut, omega: FloatArray, limit: int
) -> list[Chokepoint]:
    board = _board(snapshot, parts, targets)
    if not board.members:
        return []
    stopped, certain = board.loss.stopped(cut.criterion), board.loss.certain(cut.criterion)
    possible = board.loss.possible(cut.criterion)
    part_of = {target: (part, number) for part in parts for number, target in enumerate(part.targets)}
    rows = []
    for row in checked(_best(board, cut, omega, limit)):
        members = board.members[row]
        abroad = ~board.at_home[row]
        stopping = (certain[row] & stopped[row] & abroad, stopped[row] & abroad, possible[row] & abroad)
        after: dict[int, Worlds] = {}
        stops = []
        for column in np.flatnonzero(stopped[row] & abroad).tolist():
            part, number = part_of[targets[column]]
            if id(part) not in after:
                after[id(part)] = part.worlds(members)
            why = after[id(part)].why(number, 0)
            sure = bool(certain[row, column])
            stops.append(_stopped(snapshot, targets[column], board.loss.of((row, column)), certain=sure, why=why))
        stops.sort(key=lambda one: (not one.certain, -one.loss[1], one.id))
        critical = [float(np.clip(part[row] @ omega, 0, 1)) for part in board.loss.three]
        rows.append(
            Chokepoint(
                members=members, order=len(members), stops=tuple(stops),
                adds=tuple(one.id for one in stops if board.minimal[row, targets.index(one.id)]),
                home=tuple(targets[n] for n in np.flatnonzero(stopped[row] & board.at_home[row]).tolist()),
                certain=bool(stops) and all(one.certain for one in stops),
                certain_stops=sum(one.certain for one in stops),
                possible_stops=int(stopping[2].sum()),
                criticality=(critical[0], critical[1], critical[2]),
                weight_stopped=(_share(stopping[0], omega), _share(stopping[1], omega), _share(stopping[2], omega)),
            )
        )  # fmt: skip
    return rows
