"""The rows of a scenario's answer: what is stopped and what is degraded, each with its reason."""

from collections.abc import Collection, Sequence

import numpy as np

from graph.analysis.dependency.cases.judging import Loss
from graph.analysis.dependency.cases.readings import Criterion
from graph.analysis.dependency.chain import NOTHING
from graph.analysis.dependency.home import AtHome
from graph.analysis.dependency.scenarios.aftermath import Aftermath, Stage
from graph.analysis.dependency.scenarios.results import Degraded, FailedRow
from graph.budget import checked
from graph.snapshots.arrays import IntArray
from graph.snapshots.snapshot import Snapshot

SIGMAS = (0.0, 0.5, 1.0)
"""Substitutability: shares rigid, half way, any live supplier suffices."""


class ScenarioRows:
    """The rows of an answer, from what a scenario leaves.

    Parameters
    ----------
    snapshot : Snapshot
        The world as it is.
    after : Aftermath
        What the scenario leaves of it.
    criterion : Criterion
        When something counts as stopped.
    targets : collection of str
        Ids: rows are of these alone; of everything where there are none.
    past : collection of str
        Models and chips that nobody makes any more: listed last.
    at_home : AtHome
        What is at home with what is removed.
    """

    def __init__(
        self,
        snapshot: Snapshot,
        after: Aftermath,
        criterion: Criterion,
        targets: Collection[str],
        past: Collection[str],
        at_home: AtHome,
    ) -> None:
        self._snapshot, self._criterion = snapshot, criterion
        self._stages = after.stages(criterion.reading.bound, criterion.sigma)
        self._rigid = after.stages(criterion.reading.bound, 0.0)
        self._by_sigma = {sigma: after.loss(sigma) for sigma in sorted({*SIGMAS, criterion.sigma})}
        self._loss: Loss = self._by_sigma[criterion.sigma]
        self._stopped = self._loss.stopped(criterion)
        self._possible = self._loss.possible(criterion)
        self._past, self._at_home = past, at_home
        self._shown = np.full(snapshot.arrays.size, not targets)
        self._shown[list(snapshot.positions.operators.values())] = False
        self._shown[snapshot.positions.first_pool :] = False
        self._shown[[snapshot.root(target) for target in targets]] = True

    def failed(self) -> tuple[FailedRow, ...]:
        """Return what is stopped, each entity once: nearest to what is cut off first, then who meets the most needs."""
        arrays = self._snapshot.arrays
        meets = np.bincount(arrays.supplier, minlength=arrays.size)
        rows: dict[str, FailedRow] = {}
        certain = self._loss.certain(self._criterion)
        for position in checked(np.flatnonzero(self._stopped & self._shown).tolist()):
            row = self._failed(position, bool(certain[position]))
            if row.id not in rows or row.round < rows[row.id].round:
                rows[row.id] = row
        met = {i: int(meets[self._snapshot.positions.supplying([i])].sum()) for i in rows}
        return tuple(sorted(rows.values(), key=lambda row: (row.past, row.round, -row.loss[1], -met[row.id], row.id)))

    def degraded(self) -> tuple[Degraded, ...]:
        """Return what loses something and is not stopped, worst first."""
        touched = np.zeros(len(self._shown), dtype=bool)
        for loss in self._by_sigma.values():
            touched |= loss.high > NOTHING
        positions: IntArray = np.flatnonzero(touched & ~self._stopped & self._shown)
        rigid = self._by_sigma[min(self._by_sigma)]
        worst = np.round((rigid.central + rigid.high)[positions], 12)  # what differs by rounding alone is equal
        order = positions[np.argsort(-worst, kind="stable")]
        return tuple(sorted(map(self._degraded, order.tolist()), key=lambda row: row.past))

    def _failed(self, position: int, certain: bool) -> FailedRow:
        node = self._snapshot.nodes[self._snapshot.ids[position]]
        stage = _worst(self._stages, position)
        why = stage.worlds.why(position, 0)
        first = why.chain[0] if why.chain else None
        triple = self._loss.of_each[position]
        value = self._loss.at(self._criterion.reading.bound)[position]
        because = stage.because.get(position)
        return FailedRow(
            id=node.id, kind=node.kind, name=node.name, round=len(why.chain), certain=certain, loss=triple,
            total=bool(value >= 1 - NOTHING), need=first.need if first else None, chain=why.chain, months=why.months,
            through=stage.worlds.through(position, 0) if first else (), past=node.id in self._past,
            home=self._at_home(node.id), operates=self._operates(node.id),
            reason=(because or "removed by the scenario") if first is None else _words(stage, why.sentence),
        )  # fmt: skip

    def _degraded(self, position: int) -> Degraded:
        node = self._snapshot.nodes[self._snapshot.ids[position]]
        stage = _worst(self._rigid, position)
        why = stage.worlds.why(position, 0)
        first = why.chain[0] if why.chain else None
        return Degraded(
            id=node.id, kind=node.kind, name=node.name, need=first.need if first else None,
            through=stage.worlds.through(position, 0) if first else (), past=node.id in self._past,
            not_excluded=bool(self._possible[position]),
            status="not excluded" if self._possible[position] else "degraded", operates=self._operates(node.id),
            loss={f"{sigma:g}": loss.of_each[position][::2] for sigma, loss in self._by_sigma.items()},
            central={f"{sigma:g}": loss.of_each[position][1] for sigma, loss in self._by_sigma.items()},
            reason=why.sentence if first else "only suppliers that nobody named may be lost",
        )  # fmt: skip

    def _operates(self, firm: str) -> bool:
        again = self._snapshot.positions.operators.get(firm)
        return again is not None and all(loss.of_each[again][2] <= NOTHING for loss in self._by_sigma.values())


def _worst(stages: Sequence[Stage], position: int) -> Stage:
    """Return the stage in which a node loses most, the removal first."""
    speaking = [stage for stage in stages if stage.speaks_of[position]]
    return max(speaking, key=lambda stage: float(stage.worlds.loss[position, 0]))


def _words(stage: Stage, sentence: str) -> str:
    return sentence if stage.label == "removed" else f"{sentence} ({stage.label})"
