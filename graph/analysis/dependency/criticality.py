"""Chokepoints: which country, company or entity, which pair or triple, stops most (methods A4)."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

import numpy as np
from pydantic import Field

from graph.analysis.dependency.home import home
from graph.analysis.dependency.kernels.bits import unpack
from graph.analysis.dependency.kernels.cut_sets import Budget
from graph.analysis.dependency.kernels.failure import failed
from graph.analysis.dependency.kernels.loss import losses
from graph.analysis.dependency.kernels.reach import reach
from graph.analysis.dependency.kernels.schedule import schedule
from graph.analysis.dependency.kernels.subsets import minimal_rows, small_subsets
from graph.analysis.dependency.kernels.trials import trials
from graph.analysis.dependency.readings import Reading
from graph.analysis.dependency.universe import Over, Universe, universe
from graph.analysis.results import Result, Row
from graph.arrays import BoolArray, FloatArray, IntArray
from graph.errors import QuestionError
from graph.ontology import EdgeKind, NodeKind
from graph.snapshot import Snapshot

MAX_SUBSETS = 100_000
MAX_SECONDS = 20.0
BATCH = 128
"""Sets whose loss of capacity is computed together: a column of doubles each."""


class Weighting(StrEnum):
    """What a target counts for in criticality.

    *Compute*: H100 equivalents of a place, training compute of a model. *Usage*: its shares of models in use,
    summed over those who report them.
    """

    EQUAL = "equal"
    COMPUTE = "compute"
    USAGE = "usage"


class Chokepoint(Row):
    """A set of countries, companies or entities, and what its loss stops."""

    members: tuple[str, ...]
    order: int
    stops: tuple[str, ...] = Field(description="targets that fail, those apart whose home is among the members")
    adds: tuple[str, ...] = Field(description="of these, those that no part of the set stops")
    home: tuple[str, ...] = Field(description="targets that fail and have their home among the members")
    certain: bool = Field(description="every stop holds whoever else there may be")
    certain_stops: tuple[str, ...] = Field(description="stops that hold whoever else there may be")
    criticality: float = Field(description="weighted share of capacity that all targets lose, 0..1")


class Chokepoints(Result):
    """Chokepoints, of each order those first that stop most."""

    over: Over
    targets: int
    weights: str
    sigma: float
    chokepoints: tuple[Chokepoint, ...]


@dataclass(frozen=True, eq=False)
class _Stops:
    """What each subset stops, in both readings; ``at_home`` where a target's home is in the subset.

    Arrays have the shape (subsets, targets).
    """

    subsets: IntArray
    known: BoolArray
    certain: BoolArray
    at_home: BoolArray


def chokepoints(
    snapshot: Snapshot,
    targets: Sequence[str] | NodeKind = NodeKind.MODEL,
    over: Over = Over.COUNTRY,
    max_order: int = 1,
    limit: int = 25,
    sigma: float = 0.5,
    weights: Weighting | Mapping[str, float] = Weighting.EQUAL,
    reading: Reading = Reading.KNOWN,
    max_subsets: int = MAX_SUBSETS,
    seconds: float = MAX_SECONDS,
) -> Chokepoints:
    """Rank the sets of countries, companies or entities whose loss stops most targets.

    Parameters
    ----------
    snapshot : Snapshot
    targets : sequence of str, or NodeKind
        Ids, or every entity of a kind.
    over : Over
    max_order : int
        Largest set.
    limit : int
        Rows of each order.
    sigma : float
        Substitutability in criticality, 0..1.
    weights : Weighting or Mapping[str, float]
        What each target counts for; scaled to sum to one.
    reading : Reading
        By which stops are counted and capacity is lost.
    max_subsets : int
    seconds : float

    Returns
    -------
    Chokepoints
        Sets of two and more only where they stop something that no part of them stops.

    Raises
    ------
    UnknownIdError
    QuestionError
        No targets, or none that has a weight.
    """
    wanted = target_ids(snapshot, targets)
    roots = np.array([snapshot.root(target) for target in wanted], dtype=np.int64)
    omega = _omega(snapshot, wanted, weights)
    budget = Budget(sets=max_subsets, seconds=seconds)
    cut = universe(snapshot, over, reach(snapshot.arrays, roots).members)
    found = _all_stops(snapshot, cut, wanted, roots, max_order, budget)
    chosen = found.certain if reading == Reading.CERTAIN else found.known
    abroad = chosen & ~found.at_home
    added = minimal_rows(chosen, found.subsets) & ~found.at_home
    best = _best(found.subsets, abroad, added, omega, limit)
    critical = _criticality(snapshot, cut, found.subsets[best], roots, omega, sigma, reading)
    names = np.array(wanted, dtype=object)
    rows: list[Chokepoint] = []
    for row, weight in zip(best.tolist(), critical.tolist(), strict=True):
        stops, sure = abroad[row], abroad[row] & found.certain[row]
        members = tuple(cut.events[event] for event in found.subsets[row].tolist() if event >= 0)
        rows.append(
            Chokepoint(
                members=members, order=len(members), stops=tuple(names[stops]), adds=tuple(names[added[row]]),
                home=tuple(names[chosen[row] & found.at_home[row]]),
                certain=bool(stops.any() and (stops == sure).all()), certain_stops=tuple(names[sure]),
                criticality=weight,
            )
        )  # fmt: skip
    rows.sort(key=lambda row: (row.order, -len(row.stops), -row.criticality, row.members))
    return Chokepoints(
        over=over,
        targets=len(wanted),
        weights=weights.value if isinstance(weights, Weighting) else "given",
        sigma=sigma,
        chokepoints=tuple(rows),
        truncated=bool(budget.reached),
        limits=budget.reached,
        assumptions=(f"criticality: weights {weights if isinstance(weights, Weighting) else 'given'}, "
                     f"substitutability {sigma:g}, {reading.value} reading",),
    )  # fmt: skip


def target_ids(snapshot: Snapshot, targets: Sequence[str] | NodeKind) -> list[str]:
    """Return the ids of the targets, all of a kind where a kind is named.

    Raises
    ------
    UnknownIdError
    QuestionError
        There are none.
    """
    if isinstance(targets, NodeKind):
        wanted = [node.id for node in snapshot.nodes.values() if node.kind is targets]
    else:
        wanted = [snapshot.require(target, "targets") for target in targets]
    if not wanted:
        raise QuestionError("there are no such targets on that day", "targets")
    return list(dict.fromkeys(wanted))


def _omega(snapshot: Snapshot, targets: Sequence[str], weights: Weighting | Mapping[str, float]) -> FloatArray:
    """Return the weight of each target; they sum to one."""
    if isinstance(weights, Weighting):
        weights = _weighed(snapshot, targets, weights)
    omega = np.array([weights.get(target, 0.0) for target in targets], dtype=np.float64)
    if omega.sum() <= 0 or (omega < 0).any():
        raise QuestionError("no target has a weight above zero by this weighting", "weights", ["equal"])
    scaled: FloatArray = omega / omega.sum()
    return scaled


def _weighed(snapshot: Snapshot, targets: Sequence[str], weighting: Weighting) -> Mapping[str, float]:
    if weighting == Weighting.EQUAL:
        return dict.fromkeys(targets, 1.0)
    if weighting == Weighting.USAGE:
        used = dict.fromkeys(targets, 0.0)
        for edge in snapshot.edges:
            if edge.kind == EdgeKind.USES and edge.end in used:
                used[edge.end] += edge.claim.share or 0.0
        return used
    return {
        target: float(properties.get("h100_equivalents") or properties.get("training_flop") or 0.0)
        for target in targets
        if (properties := snapshot.nodes[target].properties)
    }


def _all_stops(
    snapshot: Snapshot,
    cut: Universe,
    targets: Sequence[str],
    roots: IntArray,
    order: int,
    budget: Budget,
) -> _Stops:
    subsets, truncated = small_subsets(len(cut.events), order, budget.sets)
    if truncated:
        budget.reached["subsets"] = budget.sets
    size = snapshot.arrays.size
    known, certain = (
        unpack(
            trials(
                schedule(snapshot.arrays, closed_only=closed_only), roots,
                lambda chunk: cut.dead(size, chunk), subsets, over=budget.over,
            ),
            len(targets),
        )
        for closed_only in (False, True)
    )  # fmt: skip
    tried = min(len(known), len(certain))
    subsets = subsets[:tried]
    homes = [home(snapshot, target).members | {target} for target in targets]
    own = np.array([[event in members for event in cut.events] for members in homes])
    at_home = np.zeros((tried, len(targets)), dtype=bool)
    for member in subsets.T:
        at_home |= (member >= 0)[:, None] & own[:, member].T
    return _Stops(subsets, known[:tried], certain[:tried], at_home)


def _best(subsets: IntArray, stops: BoolArray, added: BoolArray, omega: FloatArray, limit: int) -> IntArray:
    """Return the subsets that stop most, of each order, the larger ones only where they add something."""
    order = (subsets >= 0).sum(axis=1)
    stopped = stops @ omega
    worth = stops.any(axis=1) & ((order == 1) | added.any(axis=1))
    best: list[int] = []
    for size in range(1, subsets.shape[1] + 1):
        candidates = np.flatnonzero(worth & (order == size))
        best += candidates[np.argsort(-stopped[candidates], kind="stable")][:limit].tolist()
    return np.array(best, dtype=np.int64)


def _criticality(
    snapshot: Snapshot,
    cut: Universe,
    subsets: IntArray,
    roots: IntArray,
    omega: FloatArray,
    sigma: float,
    reading: Reading,
) -> FloatArray:
    """Return ``C(S) = sum_u omega_u L_sigma(u | S)`` of some sets, by the definition of A2 in one reading."""
    arrays = snapshot.arrays
    order = schedule(arrays, closed_only=reading == Reading.CERTAIN)
    critical = np.zeros(len(subsets))
    for start in range(0, len(subsets), BATCH):
        chunk = subsets[start : start + BATCH]
        gone = unpack(failed(order, cut.dead(arrays.size, chunk)), len(chunk))
        loss = losses(arrays, schedule(arrays), gone, sigma, remainder_survives=True)
        critical[start : start + BATCH] = omega @ loss[roots]
    return np.clip(critical, 0.0, 1.0)
