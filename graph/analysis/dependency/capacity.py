"""How much capacity is lost, with substitutes and with what is not known (methods A2)."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from pydantic import Field

from graph.analysis.dependency.failure import failed_ids, shock
from graph.analysis.dependency.kernels.adjacency import adjacency
from graph.analysis.dependency.kernels.loss import losses_by_round
from graph.analysis.dependency.readings import Reading
from graph.analysis.dependency.what_if import Stages, WhatIf, stage_losses, stages
from graph.analysis.results import Result, Row
from graph.and_or_graph import AndOrGraph
from graph.arrays import BoolArray, FloatArray
from graph.ontology import NodeKind
from graph.snapshot import Snapshot

SIGMAS = (0.0, 0.5, 1.0)
"""Substitutability: shares rigid, half way, any live supplier suffices."""
NOTHING = 1e-9
"""Losses below this are rounding."""

Interval = tuple[float, float]


class Degraded(Row):
    """An entity that keeps running with less."""

    id: str
    kind: NodeKind
    name: str
    loss: dict[str, Interval] = Field(
        description="share lost, by substitutability: [the unknown remainder survives, it is lost too]"
    )
    reason: str
    need: str | None = Field(default=None, description="the need that loses most")
    through: tuple[str, ...] = Field(default=(), description="its suppliers that lose something")


class CapacityLoss(Result):
    """Loss of capacity of everything that a shock touches, worst first; what fails loses all."""

    failed: tuple[str, ...]
    degraded: tuple[Degraded, ...]
    rounds: dict[str, tuple[float, ...]] = Field(
        default={}, description="loss of the targets after 1, 2, ... rounds, shares rigid"
    )


def label(sigma: float) -> str:
    """Return the key of a substitutability in an answer: 0, 0.5, 1."""
    return f"{sigma:g}"


@dataclass(frozen=True, eq=False)
class Losses:
    """Losses of one what-if.

    Attributes
    ----------
    by_sigma : Mapping[float, FloatArray]
        Arrays of shape (size, 2): the unknown remainder survives, and it is lost too.
    lost_links : FloatArray, shape (links,)
        Share of its need that each link loses, shares rigid, the remainder surviving.
    """

    by_sigma: Mapping[float, FloatArray]
    lost_links: FloatArray


def loss_intervals(
    snapshot: Snapshot,
    case: WhatIf,
    certain: Stages,
    known: Stages,
    sigmas: Sequence[float],
    arrays: AndOrGraph | None = None,
) -> Losses:
    """Return the loss of every node as an interval, for each substitutability.

    Parameters
    ----------
    snapshot : Snapshot
    case : WhatIf
    certain, known : Stages
        What falls in either reading.
    sigmas : sequence of float
    arrays : AndOrGraph, optional
        The graph with other shares.
    """
    by_sigma = {}
    for sigma in sigmas:
        low, _ = stage_losses(snapshot, case, certain, sigma, remainder_survives=True, arrays=arrays)
        high, _ = stage_losses(snapshot, case, known, sigma, remainder_survives=False, arrays=arrays)
        by_sigma[sigma] = np.column_stack([low, high])
    _, lost_links = stage_losses(snapshot, case, certain, 0.0, remainder_survives=True, arrays=arrays)
    return Losses(by_sigma, lost_links)


def capacity_loss(
    snapshot: Snapshot,
    remove: Collection[str] = (),
    embargo: Collection[tuple[str, str]] = (),
    targets: Collection[str] = (),
    sigmas: Sequence[float] = SIGMAS,
    rounds: int = 0,
) -> CapacityLoss:
    """Return how much capacity is lost when entities or countries are removed and links embargoed.

    Parameters
    ----------
    snapshot : Snapshot
    remove : collection of str
        Entities or countries.
    embargo : collection of (str, str)
        Pairs of a supplier and a customer.
    targets : collection of str
        Entities to report on; all that are touched when left out.
    sigmas : sequence of float
        Substitutability, 0..1.
    rounds : int
        Report the loss of the targets after each of so many rounds as well.

    Returns
    -------
    CapacityLoss

    Raises
    ------
    UnknownIdError
    """
    wanted = [snapshot.require(target, "targets") for target in targets]
    hit = shock(snapshot, remove, embargo)
    case = WhatIf(hit)
    certain, known = (stages(snapshot, case, reading) for reading in (Reading.CERTAIN, Reading.KNOWN))
    found = loss_intervals(snapshot, case, certain, known, sigmas)
    by_round: dict[str, tuple[float, ...]] = {}
    if rounds:
        dead = np.zeros(snapshot.arrays.size, dtype=bool)
        dead[hit.dead] = True
        history = losses_by_round(
            snapshot.arrays, dead, 0.0, rounds, remainder_survives=True, dead_links=hit.dead_links
        )
        by_round = {i: tuple(history[:, snapshot.root(i)].tolist()) for i in wanted}
    return CapacityLoss(
        failed=failed_ids(snapshot, known.final),
        degraded=degraded_rows(snapshot, found, known.final.failed, untouched(snapshot, sigmas), wanted),
        rounds=by_round,
        assumptions=("shares within a need are kept; an interval spans what happens to suppliers nobody named",),
    )


def untouched(snapshot: Snapshot, sigmas: Sequence[float], arrays: AndOrGraph | None = None) -> Losses:
    """Return the losses when nothing happens: above zero only where a remainder is taken as lost."""
    case = WhatIf(shock(snapshot))
    certain, known = (stages(snapshot, case, reading) for reading in (Reading.CERTAIN, Reading.KNOWN))
    return loss_intervals(snapshot, case, certain, known, sigmas, arrays)


def degraded_rows(
    snapshot: Snapshot,
    found: Losses,
    failed: BoolArray,
    before: Losses,
    targets: Collection[str] = (),
) -> tuple[Degraded, ...]:
    """Show the entities that lose something and do not fail, worst first.

    An upper bound alone counts only where the shock raises it: a remainder that may be lost at any time is no
    consequence of the shock.
    """
    touched = np.zeros(snapshot.arrays.size, dtype=bool)
    for sigma, loss in found.by_sigma.items():
        touched |= (loss - before.by_sigma[sigma] > NOTHING).any(axis=1)
    if targets:
        wanted = np.zeros(snapshot.arrays.size, dtype=bool)
        wanted[[snapshot.root(target) for target in targets]] = True
        touched &= wanted
    positions = np.flatnonzero(touched & ~failed)
    rigid = found.by_sigma[min(found.by_sigma)]
    order = positions[np.argsort(-rigid[positions].sum(axis=1), kind="stable")]
    return tuple(_degraded(snapshot, position, found) for position in order.tolist())


def _degraded(snapshot: Snapshot, position: int, found: Losses) -> Degraded:
    node = snapshot.nodes[snapshot.ids[position]]
    need, through, most = _worst_need(snapshot, position, found.lost_links)
    return Degraded(
        id=node.id, kind=node.kind, name=node.name, need=need, through=through,
        loss={label(sigma): _interval(loss[position]) for sigma, loss in found.by_sigma.items()},
        reason=_reason(snapshot, need, through, most),
    )  # fmt: skip


def _interval(loss: FloatArray) -> Interval:
    low, high = np.round(np.clip(loss, 0.0, 1.0), 12).tolist()
    return low, high


def _worst_need(snapshot: Snapshot, position: int, lost: FloatArray) -> tuple[str | None, tuple[str, ...], float]:
    """Return the need of a node that loses most, its suppliers that lose something, and how much."""
    arrays, links = snapshot.arrays, adjacency(snapshot.arrays)
    own = range(int(links.first_need[position]), int(links.first_need[position + 1]))
    spans = {need: np.arange(arrays.first[need], arrays.first[need + 1]) for need in own}
    worst = max(spans, key=lambda need: float(lost[spans[need]].sum()), default=None)
    if worst is None or lost[spans[worst]].sum() <= NOTHING:
        return None, (), 0.0
    ranked = spans[worst][np.argsort(-lost[spans[worst]], kind="stable")]
    through = tuple(snapshot.ids[arrays.supplier[link]] for link in ranked.tolist() if lost[link] > NOTHING)
    return snapshot.needs[worst].need, through, float(lost[ranked].sum())


def _reason(snapshot: Snapshot, need: str | None, through: tuple[str, ...], lost: float) -> str:
    if need is None:
        return "only suppliers that nobody named may be lost"
    label_ = snapshot.nodes[need].name if need in snapshot.nodes else need
    names = ", ".join(snapshot.nodes[supplier].name for supplier in through[:3])
    more = f" and {len(through) - 3} more" if len(through) > 3 else ""
    return f"{label_}: {lost:.0%} of it comes through {names}{more}"
