"""What a scenario leaves: collapse first, then each ban as its customers see it (methods A1, A1b, A2).

What is removed takes down whoever rests on it, anywhere. A ban is then judged from the side of its customers, on
what the removal left; third countries are not looked into, so what a customer's fall does elsewhere is no part
of the ban. The same kernels judge cut sets, so that both give one verdict.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from graph.analysis.dependency.bans.ban import in_view
from graph.analysis.dependency.bans.foreign_products import content_bounds, tainted
from graph.analysis.dependency.cases.case import Case
from graph.analysis.dependency.cases.judging import Loss
from graph.analysis.dependency.cases.readings import Semantics
from graph.analysis.dependency.cases.universe import Universe
from graph.analysis.dependency.cases.view import View, seen_from
from graph.analysis.dependency.chain import Worlds
from graph.analysis.dependency.kernels.bits import pack_columns, unpack
from graph.analysis.dependency.kernels.failure import failed
from graph.analysis.dependency.kernels.loss import Bound, losses, need_loss
from graph.analysis.dependency.kernels.schedule import Schedule, whole
from graph.analysis.dependency.scenarios.terms import BanTerms
from graph.snapshots.and_or_graph import AndOrGraph
from graph.snapshots.arrays import BoolArray, FloatArray
from graph.snapshots.snapshot import Snapshot

_NO_EVENTS = Universe((), ())


@dataclass(frozen=True, eq=False)
class Shock:
    """What a scenario takes away, on the arrays of the snapshot.

    Attributes
    ----------
    dead : BoolArray, shape (size,)
        Nodes that are removed.
    dead_links : BoolArray, shape (links,)
        Supplies that end between two entities that go on.
    because : dict[int, str]
        Why a dead node is dead.
    arrays : AndOrGraph
        The graph with the shares of the scenario.
    """

    dead: BoolArray
    dead_links: BoolArray
    because: dict[int, str]
    arrays: AndOrGraph


@dataclass(frozen=True, eq=False)
class Stage:
    """One part of a scenario in one reading: the graph it is judged on, and which nodes it speaks of."""

    label: str
    worlds: Worlds
    speaks_of: BoolArray
    because: dict[int, str]


class Aftermath:
    """What is left after a scenario.

    Parameters
    ----------
    snapshot : Snapshot
        The world before.
    shock : Shock
        What is removed.
    bans : sequence of BanTerms
        Judged one by one, each on what the removal left.
    semantics : Semantics
        Whether a cycle that nothing outside supports keeps running.
    """

    def __init__(self, snapshot: Snapshot, shock: Shock, bans: Sequence[BanTerms], semantics: Semantics) -> None:
        self._snapshot, self._shock, self._bans = snapshot, shock, bans
        self._bootstrap = semantics == Semantics.BOOTSTRAP
        self._views = [seen_from(snapshot, terms.customers, shock.arrays) for terms in bans]
        self._removal = self._case(shock.arrays, None)
        self._cases = [self._case(view.arrays, view) for view in self._views]
        self._orders: dict[tuple[int, Bound], tuple[Schedule, Schedule]] = {}
        self._judged = [view.judged(snapshot) for view in self._views]

    @property
    def speaks_of(self) -> BoolArray:
        """Of which nodes the scenario speaks, shape (size,): of the customers alone where it only bans."""
        shock, arrays = self._shock, self._snapshot.arrays
        if not self._judged or shock.dead.any() or shock.dead_links.any() or shock.arrays is not arrays:
            return np.ones(arrays.size, dtype=bool)
        spoken: BoolArray = np.logical_or.reduce(self._judged)
        return spoken

    def loss(self, sigma: float) -> Loss:
        """Return low, central and high loss of every node of the snapshot, each of shape (size,).

        Parameters
        ----------
        sigma : float
            Substitutability, 0..1: at 0 shares are rigid, at 1 any live supplier suffices (methods A2).

        Returns
        -------
        Loss
            Shares of capacity, each of the three values of shape (size,): the most that the removal or any ban takes.
        """
        values = []
        for bound in Bound:
            first, *others = self.stages(bound, sigma)
            loss = first.worlds.loss[:, 0].copy()
            for stage in others:
                seen = stage.worlds.loss[: len(loss), 0]
                loss[stage.speaks_of] = np.maximum(loss[stage.speaks_of], seen[stage.speaks_of])
            values.append(loss)
        return Loss(*values)

    def stages(self, bound: Bound, sigma: float) -> list[Stage]:
        """Return the removal, then each ban, in one reading.

        Parameters
        ----------
        bound : Bound
            Which of the three values of a loss.
        sigma : float
            Substitutability, 0..1.

        Returns
        -------
        list of Stage
            The removal first, which speaks of every node; each ban only of what its customers have.
        """
        shock, snapshot = self._shock, self._snapshot
        dead = shock.dead[:, None]
        loss = self._spread(self._removal, dead, bound, sigma, links=shock.dead_links)
        everything = np.ones(len(dead), dtype=bool)
        worlds = Worlds(snapshot, self._removal, loss, dead)
        found = [Stage("removed", worlds, everything, shock.because)]
        for terms, view, judged, case in zip(self._bans, self._views, self._judged, self._cases, strict=True):
            stopped = self._stopped(terms, view, bound)
            before = self._before(view, loss, bound)
            after = self._spread(case, stopped | (before >= 1), bound, sigma, at_least=before)
            after = np.where(stopped, after, np.minimum(after, self._at_most(terms, after, before)))
            because = dict.fromkeys(np.flatnonzero(stopped[:, 0]).tolist(), terms.label)
            worlds = Worlds(snapshot, case, after, stopped)
            found.append(Stage(terms.label, worlds, judged, because))
        return found

    def _at_most(self, terms: BanTerms, after: FloatArray, before: FloatArray) -> float:
        """Return the most that anything can lose: where some products alone are banned, what the worst of these does.

        Nobody is cut off himself then, known or not, so that what he loses is at most what he loses of them.
        """
        if terms.goods is None:
            return 1.0
        goods = [self._snapshot.index[good] for good in terms.goods]
        return max(float(after[goods].max(initial=0.0)), float(before.max()))

    def _spread(
        self,
        case: Case,
        dead: BoolArray,
        bound: Bound,
        sigma: float,
        *,
        links: BoolArray | None = None,
        at_least: FloatArray | None = None,
    ) -> FloatArray:
        key = (id(case), bound)
        if key not in self._orders:
            self._orders[key] = case.orders(bound)
        can_fail, everything = self._orders[key]
        gone = unpack(failed(can_fail, pack_columns(dead), dead_links=links, bootstrap=self._bootstrap), dead.shape[1])
        if sigma >= 1:
            return gone.astype(np.float64)
        given = gone if at_least is None else np.maximum(gone, at_least)
        return losses(case.arrays, everything, given, case.sigma(sigma), bound, dead_links=links)

    def _stopped(self, terms: BanTerms, view: View, bound: Bound) -> BoolArray:
        """Return what is dead to the customers of a ban, shape (view, 1)."""
        snapshot = self._snapshot
        banned = np.zeros((snapshot.arrays.size, 1), dtype=bool)
        banned[snapshot.indices(terms.banned)] = True
        stopped = unpack(in_view(view, pack_columns(banned)), 1)
        if terms.rules.foreign:
            over = terms.rules.de_minimis
            stopped |= tainted(snapshot, view, content_bounds(snapshot, banned, bound, over), bound, over)
        if terms.goods is None:
            return stopped
        confined = np.zeros(view.arrays.size, dtype=bool)
        goods = {snapshot.index[good] for good in terms.goods}
        confined[[at for at in view.abroad.tolist() if int(view.product[at]) in goods]] = True
        return stopped & confined[:, None]

    def _before(self, view: View, loss: FloatArray, bound: Bound) -> FloatArray:
        """Return what the removal has taken already from what a view does not look into, shape (view, 1)."""
        before = np.zeros((view.arrays.size, 1))
        if not loss.any():
            return before
        arrays = self._shock.arrays
        before[: len(loss)] = np.where(view.own[:, None], 0.0, loss)
        products = np.array([snapshot_id in self._snapshot.makers for snapshot_id in self._snapshot.ids])
        before[: len(loss)][products] = 0.0
        before[: len(loss)][self._shock.dead] = 1.0
        parts = arrays.parts(bound.value)
        by_need = need_loss(arrays, whole(arrays), bound, parts)(loss[arrays.supplier])[:, 0]
        recipe = np.zeros(arrays.size)
        others = ~arrays.maker
        np.maximum.at(recipe, arrays.owner[others], by_need[others])
        abroad = view.abroad
        before[abroad, 0] = np.maximum(loss[view.maker[abroad], 0], recipe[view.product[abroad]])
        return before

    def _case(self, arrays: AndOrGraph, view: View | None) -> Case:
        roots = np.arange(self._snapshot.arrays.size)
        return Case(arrays, _NO_EVENTS, roots, lambda subsets, bound: np.zeros((0, 0), dtype=np.uint64), view)
