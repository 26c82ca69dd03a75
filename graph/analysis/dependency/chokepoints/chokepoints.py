"""Chokepoints: which country, company or entity, which pair or triple, stops most (methods A1d, A4)."""

import sys
from collections.abc import Mapping, Sequence
from typing import NamedTuple

import numpy as np
from pydantic import Field

from graph.analysis.dependency.cases.targets import MEANING, TargetSet, target_ids
from graph.analysis.dependency.cases.universe import Over
from graph.analysis.dependency.cases.weighting import Weighting, shares_of_targets
from graph.analysis.dependency.caveats import Caveat
from graph.analysis.dependency.chain import UNTIL_IT_BITES, Months, Why, Worlds
from graph.analysis.dependency.chokepoints.ranked_sets import JudgedTogether, RankedSets
from graph.analysis.dependency.cut_sets.cut_sets import Action, Cut, said
from graph.analysis.dependency.cut_sets.minimal_sets import SearchLimits
from graph.analysis.dependency.cut_sets.of_many import grouped
from graph.analysis.dependency.known import is_known, said_of_later_days
from graph.analysis.results import Result, Row
from graph.budget import checked
from graph.node_ids import EntityId
from graph.ontology import Horizon, NodeKind
from graph.snapshots.arrays import BoolArray, FloatArray, Triple
from graph.snapshots.snapshot import Snapshot

LIMITS = SearchLimits(subsets=100_000, seconds=20.0)


class Stopped(Row):
    """A target that a set stops, and why."""

    id: EntityId
    name: str
    loss: Triple = Field(description="share of capacity lost: low, central, high")
    certain: bool = Field(description="whoever else there may be")
    why: str | None = Field(default=None, description="the chain from the target to what is cut off")
    caveats: tuple[Caveat, ...] = Field(default=(), description="with which the chain counts, none where it is plain")
    months: Months | None = Field(default=None, description=UNTIL_IT_BITES)


class Chokepoint(Row):
    """A set of countries, companies or entities, and what its loss stops."""

    members: tuple[EntityId, ...]
    order: int
    stops: tuple[Stopped, ...] = Field(description="targets stopped, without those whose home is a member")
    adds: tuple[EntityId, ...] = Field(description="of these, those that no part of the set stops")
    home: tuple[EntityId, ...] = Field(description="targets stopped whose home is a member: no finding")
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
        Its lens says what a country controls, its horizon which needs bind.
    targets : sequence of str, NodeKind or TargetSet
        Ids, all of a kind, or a named set on the day of the snapshot.
    cut : Cut
        A ban is judged on each target from the side of its own country.
    weights : Weighting or Mapping[str, float]
        What each target counts for; scaled to sum to one.
    limit : int
        Rows of each order.
    limits : SearchLimits
        Of the search over all targets together; the answer names those reached.

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
    return _chokepoints(snapshot, targets, cut, weights, Extent(limit), limits)


def undecided(possible: int) -> str | None:
    """Say that shares, makers or machines that nobody names decide, None where they decide about nothing.

    Parameters
    ----------
    possible : int
        Targets that may be stopped, and are not likely to be.
    """
    return f"not known: shares, makers or machines that no source states decide about {possible}" if possible else None


def by_example(
    snapshot: Snapshot,
    targets: Sequence[str] | NodeKind | TargetSet,
    cut: Cut,
    weights: Weighting | Mapping[str, float],
    limits: SearchLimits,
) -> Chokepoints:
    """Return every chokepoint as ``chokepoints`` does, with the reason of the first target alone that each stops.

    Parameters
    ----------
    snapshot, targets, cut, weights, limits
        As of ``chokepoints``.

    Raises
    ------
    UnknownIdError
    QuestionError
    """
    return _chokepoints(snapshot, targets, cut, weights, Extent(sys.maxsize, 1), limits)


class Extent(NamedTuple):
    """How much is told: rows of each order, and in each the targets of which it is said why they stop."""

    rows: int
    reasons: int = sys.maxsize


def _chokepoints(
    snapshot: Snapshot,
    targets: Sequence[str] | NodeKind | TargetSet,
    cut: Cut,
    weights: Weighting | Mapping[str, float],
    told: Extent,
    limits: SearchLimits,
) -> Chokepoints:
    wanted = target_ids(snapshot, targets)
    known = [target for target in wanted if is_known(snapshot, target)]
    unknown = tuple(target for target in wanted if target not in set(known))
    budget = limits.budget()
    groups, refused = grouped(snapshot, cut, known)
    known = [target for target in known if target not in refused]
    omega = shares_of_targets(snapshot, known, weights) if known else np.zeros(0)
    parts = [JudgedTogether(snapshot, cut, group, customers, limits, budget) for customers, group in groups]
    rows = _rows(RankedSets(snapshot, cut, known, omega, parts), told)
    return Chokepoints(
        over=cut.over, action=cut.action, horizon=snapshot.horizon, targets=len(known), not_known=unknown,
        of=MEANING[targets] if isinstance(targets, TargetSet) else "targets named in the question",
        weights=weights.value if isinstance(weights, Weighting) else "given",
        chokepoints=tuple(rows), truncated=bool(budget.reached), limits=budget.reached,
        assumptions=(
            *said(cut), f"criticality: weights {weights if isinstance(weights, Weighting) else 'given'}",
            *said_of_later_days(snapshot, unknown),
        ),
    )  # fmt: skip


def stopped_row(snapshot: Snapshot, target: str, loss: Triple, certain: bool, why: Why | None = None) -> Stopped:
    """Return a target that is stopped as a row.

    Parameters
    ----------
    snapshot : Snapshot
        Has its name.
    target : str
        Its id.
    loss : tuple of float
        Shares of its capacity: low, central, high.
    certain : bool
        It is, whoever else there may be.
    why : Why, optional
        The chain, where it is told.
    """
    return Stopped(
        id=target, name=snapshot.nodes[target].name, loss=loss, certain=certain,
        why=why.sentence if why else None, months=why.months if why else None,
        caveats=why.caveats if why else (),
    )  # fmt: skip


def _is_example(one: Stopped) -> bool:
    return one.why is not None and not one.caveats


def _best_first(one: Stopped) -> tuple[bool, bool]:
    """Rank what is stopped, the best example first: surely, by a chain through no guess and nothing made no more."""
    return not one.certain, not _is_example(one)


def _share(targets: BoolArray, weights: FloatArray) -> float:
    return float(np.clip(targets @ weights, 0, 1))


def _rows(ranking: RankedSets, told: Extent) -> list[Chokepoint]:
    """Return the best sets with what they stop and why."""
    best, targets, criterion = ranking.best(told.rows), ranking.targets, ranking.cut.criterion
    if not best:
        return []
    loss, at_home = ranking.loss(best), ranking.at_home(best)
    stopped, certain, possible = loss.stopped(criterion), loss.certain(criterion), loss.possible(criterion)
    part_of = {target: (part, number) for part in ranking.parts for number, target in enumerate(part.targets)}
    relations = ranking.snapshot.edges_at.count
    rows, omega = [], ranking.weights
    for row, members in enumerate(checked(best)):
        abroad = ~at_home[row]
        stopping = (certain[row] & stopped[row] & abroad, stopped[row] & abroad, possible[row] & abroad)
        after: dict[int, Worlds] = {}
        stops: list[Stopped] = []
        adds = set()
        columns = np.flatnonzero(stopping[1]).tolist()
        # The best example first: surely, by far and not at the threshold, well known.
        by_little = loss.three[1][row] < (1 + criterion.loss) / 2
        columns.sort(key=lambda n: (not certain[row, n], bool(by_little[n]), -relations(targets[n]), targets[n]))
        for column in columns:
            part, number = part_of[targets[column]]
            why = None
            if sum(map(_is_example, stops)) < told.reasons:
                if id(part) not in after:
                    after[id(part)] = part.worlds(members)
                why = after[id(part)].why(number, 0)
            sure = bool(certain[row, column])
            stops.append(stopped_row(ranking.snapshot, targets[column], loss.of((row, column)), certain=sure, why=why))
            if part.minimal(members)[number]:
                adds.add(targets[column])
        stops.sort(key=_best_first)
        critical = [float(np.clip(part[row] @ omega, 0, 1)) for part in loss.three]
        rows.append(
            Chokepoint(
                members=members, order=len(members), stops=tuple(stops),
                adds=tuple(targets[n] for n in columns if targets[n] in adds),
                home=tuple(targets[n] for n in np.flatnonzero(stopped[row] & at_home[row]).tolist()),
                certain=bool(stops) and all(one.certain for one in stops),
                certain_stops=sum(one.certain for one in stops),
                possible_stops=int(stopping[2].sum()),
                criticality=(critical[0], critical[1], critical[2]),
                weight_stopped=(_share(stopping[0], omega), _share(stopping[1], omega), _share(stopping[2], omega)),
            )
        )  # fmt: skip
    return rows
