"""The smallest coalitions whose ban stops an entity (methods A1b)."""

from collections.abc import Collection
from dataclasses import dataclass

import numpy as np

from graph.analysis.dependency.ban import ROUNDING, Reach, suppliers_mask, view
from graph.analysis.dependency.exposure import step_matrix
from graph.analysis.dependency.home import home, owned_by
from graph.analysis.dependency.kernels.bits import pack_columns, unpack
from graph.analysis.dependency.kernels.cut_sets import Budget
from graph.analysis.dependency.kernels.failure import failed
from graph.analysis.dependency.kernels.look_through import look_through
from graph.analysis.dependency.kernels.reach import reach as search
from graph.analysis.dependency.kernels.schedule import Step, steps
from graph.analysis.dependency.kernels.subsets import minimal_rows, small_subsets
from graph.analysis.dependency.readings import Reading, Semantics
from graph.analysis.dependency.universe import Over, Universe, universe
from graph.arrays import BoolArray, IntArray
from graph.errors import QuestionError
from graph.ontology import NodeKind
from graph.snapshot import Snapshot

CHUNK = 256
"""Coalitions looked through together: a column of doubles each."""


@dataclass(frozen=True)
class Coalitions:
    """Minimal coalitions, each with whether it holds in the certain reading too, and the customers."""

    members: tuple[tuple[tuple[str, ...], bool], ...]
    on: tuple[str, ...]
    assumptions: tuple[str, ...]


def coalitions(
    snapshot: Snapshot,
    node_id: str,
    over: Over,
    order: int,
    on: Collection[str],
    reach: Reach,
    de_minimis: float,
    reading: Reading,
    semantics: Semantics,
    max_subsets: int,
    budget: Budget,
) -> Coalitions:
    """Return the minimal coalitions whose ban on some customers stops an entity.

    Parameters are those of ``cut_sets``. Bans nest (a wider coalition never stops less), so small coalitions
    are tried in order, all of one size together.

    Raises
    ------
    UnknownIdError
    QuestionError
        Bans by single entities; a target whose country is not known and no customers given; a target that the
        customers do not control, which no ban on them is judged on.
    """
    if over == Over.ENTITY:
        raise QuestionError("a ban is by countries or companies, not by entities", "over", ["country", "company"])
    customers = sorted({snapshot.require(country, "on") for country in on}) or _home_countries(snapshot, node_id)
    seen = view(snapshot, (), snapshot.controlled_by(customers))
    root = snapshot.root(node_id)
    if not seen.judged[root]:
        raise QuestionError(f"{node_id} is not controlled by {', '.join(customers)}, so a ban on them is not "
                            "judged on it", "on", _home_countries(snapshot, node_id))  # fmt: skip
    within = search(snapshot.arrays, root)
    apart = {snapshot.ids[position] for position in np.flatnonzero(seen.own).tolist()} | {node_id, *customers}
    cut = universe(snapshot, over, within.members, apart)
    if over == Over.COMPANY:
        cut = _with_what_they_own(snapshot, cut)
    subsets, cut_short = small_subsets(len(cut.events), order, max_subsets)
    if cut_short:
        budget.reached["subsets"] = max_subsets
    trial = _Trial(snapshot, cut, root, reach, de_minimis, seen.own, seen.judged, within.depth >= 0)
    bootstrap = semantics == Semantics.BOOTSTRAP
    known, certain = trial.run(subsets, bootstrap, budget)
    chosen = certain if reading == Reading.CERTAIN else known
    tried = subsets[: len(chosen)]
    best = np.flatnonzero(minimal_rows(chosen[:, None], tried)[:, 0]).tolist()
    return Coalitions(
        members=tuple(
            (tuple(sorted(cut.events[event] for event in tried[i] if event >= 0)), bool(certain[i])) for i in best
        ),
        on=tuple(customers),
        assumptions=(_said(reach, de_minimis),),
    )


def _with_what_they_own(snapshot: Snapshot, cut: Universe) -> Universe:
    """Let a company that bans stop all that it owns altogether as well."""
    owned = [owned_by(snapshot, frozenset({company})) for company in cut.events]
    return Universe(
        cut.events,
        tuple((snapshot.index[node_id], (number,)) for number, own in enumerate(owned) for node_id in sorted(own)),
    )


def _said(reach: Reach, de_minimis: float) -> str:
    if reach == Reach.DIRECT:
        return "ban: judged from the customers' side; third countries still supply"
    return f"ban: judged from the customers' side; foreign products with content over {de_minimis:.0%} count"


def _home_countries(snapshot: Snapshot, node_id: str) -> list[str]:
    own = [i for i in home(snapshot, node_id).members if snapshot.nodes[i].kind is NodeKind.COUNTRY]
    if snapshot.nodes[node_id].kind is NodeKind.COUNTRY:
        own = [node_id]
    if not own:
        raise QuestionError(f"the country of {node_id} is not known: say on whom the ban is", "on")
    return sorted(own)


@dataclass(frozen=True, eq=False)
class _Trial:
    """Bans by many coalitions on the same customers."""

    snapshot: Snapshot
    cut: Universe
    root: int
    reach: Reach
    de_minimis: float
    own: BoolArray
    judged: BoolArray
    within: BoolArray

    def run(self, subsets: IntArray, bootstrap: bool, budget: Budget) -> tuple[BoolArray, BoolArray]:
        """Say for each coalition whether it stops the root, in the known and in the certain reading."""
        arrays = self.snapshot.arrays
        followed = (self.judged & self.within)[arrays.owner]
        readings = (steps(arrays, followed), steps(arrays, followed & arrays.closed))
        everything = steps(arrays, self.within[arrays.owner])
        parts: list[tuple[BoolArray, BoolArray]] = []
        for start in range(0, len(subsets), CHUNK):
            chunk = subsets[start : start + CHUNK]
            dead = self.cut.dead(arrays.size, chunk)
            if self.reach == Reach.FOREIGN_DIRECT_PRODUCT:
                dead |= pack_columns(self._tainted(unpack(dead, len(chunk)), everything))
            known, certain = (
                unpack(failed(order, dead, bootstrap=bootstrap)[self.root], len(chunk)) for order in readings
            )
            parts.append((known, certain))
            if budget.over():
                break
        if not parts:
            return np.zeros(0, dtype=bool), np.zeros(0, dtype=bool)
        return np.concatenate([k for k, _ in parts]), np.concatenate([c for _, c in parts])

    def _tainted(self, banned: BoolArray, everything: tuple[Step, ...]) -> BoolArray:
        """Return the third suppliers whose content from each coalition exceeds the threshold."""
        content = look_through(step_matrix(self.snapshot), everything, banned)
        third = suppliers_mask(self.snapshot) & ~self.own
        return third[:, None] & (content > self.de_minimis + ROUNDING)
