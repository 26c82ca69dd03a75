"""A what-if from end to end: collapse first, then bans as their customers see them, then what follows.

1. What is removed falls, with all that rests on it.
2. Each ban is judged from the side of its customers (graph/analysis/dependency/ban.py), as far as they still stand.
3. Customers that fall drag down whoever rests on them, anywhere. That is not fed back into the bans: to a
   customer, a third country's supplier counts as supplied.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from graph.analysis.dependency.ban import View
from graph.analysis.dependency.failure import Shock, spread
from graph.analysis.dependency.kernels.adjacency import adjacency
from graph.analysis.dependency.kernels.cascade import Cascade
from graph.analysis.dependency.kernels.loss import losses
from graph.analysis.dependency.kernels.schedule import Step, schedule, steps
from graph.analysis.dependency.readings import Reading, Semantics
from graph.and_or_graph import AndOrGraph
from graph.arrays import BoolArray, FloatArray
from graph.snapshot import Snapshot


@dataclass(frozen=True, eq=False)
class WhatIf:
    """A what-if on a snapshot.

    Attributes
    ----------
    base : Shock
        What is removed.
    views : tuple of (str, View)
        The bans, each with its label.
    semantics : Semantics
    """

    base: Shock
    views: tuple[tuple[str, View], ...] = ()
    semantics: Semantics = Semantics.OPERATIONAL


@dataclass(frozen=True, eq=False)
class Stages:
    """What falls in one reading.

    Attributes
    ----------
    removed : Cascade
        After what is removed.
    banned : tuple[Cascade, ...]
        As the customers of each ban see it.
    final : Cascade
        Altogether, rounds counted on.
    because : Mapping[int, str]
        Why a node falls, where the need alone does not say it.
    """

    removed: Cascade
    banned: tuple[Cascade, ...]
    final: Cascade
    because: Mapping[int, str]


def stages(snapshot: Snapshot, case: WhatIf, reading: Reading) -> Stages:
    """Return what falls in one reading, stage by stage.

    Parameters
    ----------
    snapshot : Snapshot
    case : WhatIf
    reading : Reading
    """
    removed = spread(snapshot, case.base, reading, case.semantics)
    rounds, needs, because = removed.round.copy(), removed.need.copy(), dict(case.base.because)
    banned = []
    for label, seen in case.views:
        hit = Shock(
            dead=np.union1d(seen.hit.dead, np.flatnonzero(removed.failed)),
            dead_links=case.base.dead_links | seen.hit.dead_links,
            because=seen.hit.because,
        )
        inside = spread(snapshot, hit, reading, case.semantics, seen.used(snapshot))
        felled = inside.failed & seen.own & (rounds < 0)
        rounds[felled], needs[felled] = inside.round[felled], inside.need[felled]
        because |= dict.fromkeys(np.flatnonzero(felled).tolist(), label)
        banned.append(inside)
    if banned:
        follow = Shock(np.flatnonzero(rounds >= 0), case.base.dead_links, {})
        after = spread(snapshot, follow, reading, case.semantics)
        fresh = after.failed & (rounds < 0)
        rounds[fresh] = after.round[fresh] + rounds.max()
        needs[fresh] = after.need[fresh]
    return Stages(removed, tuple(banned), Cascade(rounds, needs), because)


def stage_losses(
    snapshot: Snapshot,
    case: WhatIf,
    fallen: Stages,
    sigma: float,
    *,
    remainder_survives: bool,
    arrays: AndOrGraph | None = None,
) -> tuple[FloatArray, FloatArray]:
    """Return the loss of every node, and of every link the part of its need that it loses.

    Parameters
    ----------
    snapshot : Snapshot
    case : WhatIf
    fallen : Stages
        In the certain reading where the remainder survives, in the known reading where it does not.
    sigma : float
    remainder_survives : bool
    arrays : AndOrGraph, optional
        The graph with other shares.

    Returns
    -------
    loss : FloatArray, shape (size,)
    lost_links : FloatArray, shape (links,)
    """
    arrays = arrays or snapshot.arrays
    order = schedule(snapshot.arrays)

    def loss_of(
        followed: Sequence[Step], failed: BoolArray, dead_links: BoolArray, at_least: FloatArray | None = None
    ) -> FloatArray:
        return losses(
            arrays, followed, failed[:, None], sigma,
            remainder_survives=remainder_survives, dead_links=dead_links, at_least=at_least,
        )  # fmt: skip

    removed = loss_of(order, fallen.removed.failed, case.base.dead_links)
    carried, lost_to_bans = removed.copy(), np.zeros(arrays.link_count)
    owner = adjacency(snapshot.arrays).owner_of_link
    for (_, seen), inside in zip(case.views, fallen.banned, strict=True):
        dead_links = case.base.dead_links | seen.hit.dead_links
        followed = steps(snapshot.arrays, seen.used(snapshot))
        judged = loss_of(followed, inside.failed, dead_links, removed)
        carried[seen.own] = np.maximum(carried[seen.own], judged[seen.own])
        lost = arrays.share * np.where(dead_links, 1.0, judged[arrays.supplier, 0])
        lost_to_bans = np.maximum(lost_to_bans, np.where(seen.own[owner], lost, 0.0))
    loss = removed
    if case.views:
        loss = loss_of(order, fallen.final.failed, case.base.dead_links, carried)
    lost_links = arrays.share * np.where(case.base.dead_links, 1.0, loss[arrays.supplier, 0])
    return loss[:, 0], np.maximum(lost_links, lost_to_bans)
