"""Which foreign products a ban reaches: those with too much content from the coalition (methods A1b, A3).

Content is value added, looked through: 1 on what the coalition controls, else the weighted mean over the needs. No
public source gives the needs of chips by value. So the central value weighs them the same, and an answer that uses this
says so; low and high are the least and the most that any weights give, which are those of one need: of another graph
that knows more needs the central value may be another, and never one that these exclude. Any content at all is there
under all weights or under none. All needs count, whatever the horizon: a rule on foreign products asks what a thing was
made *with*, tools and software of design above all, and how much of a chip is from somewhere is no matter of how far
ahead one looks.
"""

from collections.abc import Callable
from typing import NamedTuple

import numpy as np

from graph.analysis.dependency.bans.content import need_weights
from graph.analysis.dependency.cases.view import View
from graph.analysis.dependency.kernels.adjacency import positions
from graph.analysis.dependency.kernels.loss import Bound, need_loss
from graph.analysis.dependency.kernels.schedule import MAX_REPEATS, TOLERANCE, schedule, whole
from graph.ontology import ORGANISATIONS, Horizon, NodeKind
from graph.snapshots.arrays import BoolArray, FloatArray, IntArray
from graph.snapshots.snapshot import Snapshot

ROUNDING = 1e-12
"""A content equal to the threshold does not exceed it, whatever the rounding of doubles."""
OverNeeds = Callable[[FloatArray, IntArray, BoolArray], FloatArray]
"""From what each need holds, where the needs of each owner begin and which count, to what the owners hold."""
_SUPPLIERS = ORGANISATIONS | {NodeKind.FACILITY}


def content_bounds(snapshot: Snapshot, banned: BoolArray, bound: Bound, de_minimis: float) -> FloatArray:
    """Return the content from each coalition in what each need gets.

    Parameters
    ----------
    snapshot : Snapshot
        Of any horizon: content counts all needs, so it is looked through at horizon grow.
    banned : BoolArray, shape (size, coalitions)
        What each coalition controls.
    bound : Bound
        Which of the splits that the facts allow, and of the weights of needs.
    de_minimis : float
        Share of content above which a product is reached; at 0 the weights do not matter.

    Returns
    -------
    FloatArray, shape (needs at horizon grow, coalitions)
    """
    made = snapshot.at_horizon(Horizon.GROW)
    arrays = made.arrays
    parts = arrays.parts(bound.value)
    counting = need_weights(made) > 0
    over_needs = _over_needs(bound, de_minimis)
    banned = _at(made, banned)
    content = banned.astype(np.float64)
    for step in schedule(arrays):
        needed = need_loss(arrays, step, bound, parts)
        hit = banned[step.owners]
        for _ in range(MAX_REPEATS if step.cyclic else 1):
            before = content[step.owners]
            held = over_needs(needed(content[step.suppliers]), step.first_need, counting[step.needs])
            content[step.owners] = after = np.where(hit, 1.0, held)
            if np.abs(after - before).max() < TOLERANCE:
                break
    if not arrays.need_count:
        return np.zeros((0, banned.shape[1]))
    return need_loss(arrays, whole(arrays), bound, parts)(content[arrays.supplier])


def _over_needs(bound: Bound, de_minimis: float) -> OverNeeds:
    """Return how the content of an owner follows from that of its needs: least, mean or most of those that count."""

    def reduced(held: FloatArray, first: IntArray, counting: BoolArray) -> FloatArray:
        counts = np.add.reduceat(counting.astype(np.int64), first)[:, None]
        if bound is Bound.CENTRAL or not de_minimis:
            return np.add.reduceat(np.where(counting[:, None], held, 0.0), first, axis=0) / np.maximum(counts, 1)
        if bound is Bound.HIGH:
            return np.maximum.reduceat(np.where(counting[:, None], held, 0.0), first, axis=0)
        least = np.minimum.reduceat(np.where(counting[:, None], held, 1.0), first, axis=0)
        return np.where(counts > 0, least, 0.0)

    return reduced


def tainted(snapshot: Snapshot, view: View, content: FloatArray, bound: Bound, de_minimis: float) -> BoolArray:
    """Return what no longer reaches the customers of a view because of its content.

    A delivery counts the other needs of its product and the needs of its maker alike; an organisation or place of
    a third country that the customers use counts its own.

    Parameters
    ----------
    snapshot : Snapshot
        The one that the view is of.
    view : View
        Of the customers of the ban.
    content : FloatArray, shape (needs at horizon grow, coalitions)
        From ``content_bounds``, of the same bound.
    bound : Bound
        Which of the weights of needs.
    de_minimis : float
        Share of content above which a product is reached, 0..1; with 0 any content reaches it.

    Returns
    -------
    BoolArray, shape (size of the view, coalitions)
    """
    made = snapshot.at_horizon(Horizon.GROW)
    recipe, every = made.kept.get("needs in content", lambda: _needs_in_content(made))
    suppliers = made.kept.get("suppliers by content", lambda: _suppliers(snapshot))
    # A country as all makers of a product is reached through them.
    abroad, over_needs = view.abroad[view.maker[view.abroad] < len(snapshot.nodes)], _over_needs(bound, de_minimis)
    found = np.zeros((view.arrays.size, content.shape[1]), dtype=bool)
    abroad_needs = [recipe.of(view.product[abroad], abroad), every.of(view.maker[abroad], abroad)]
    foreign = suppliers[~view.own[suppliers]]  # products and firms have one position, at every horizon
    for parts in (abroad_needs, [every.of(foreign, foreign)]):
        node, needs = (np.concatenate(column) for column in zip(*parts, strict=True))
        order = np.argsort(node, kind="stable")
        nodes, first = np.unique(node[order], return_index=True)
        if len(nodes):
            held = over_needs(content[needs[order]], first, np.ones(len(needs), dtype=bool))
            found[nodes] = held > de_minimis + ROUNDING
    return found


class _Needs(NamedTuple):
    """Needs by their owner, in compressed rows."""

    first: IntArray
    needs: IntArray

    def of(self, owners: IntArray, marks: IntArray) -> tuple[IntArray, IntArray]:
        """Return the mark of each owner beside each of its needs.

        Parameters
        ----------
        owners : IntArray
            Positions of nodes, repeated where several marks are of one.
        marks : IntArray
            One for each owner, carried to each of its needs.

        Returns
        -------
        marks, needs
            tuple of IntArray: Of one length, that of all the owners' needs together.
        """
        lengths = self.first[owners + 1] - self.first[owners]
        return np.repeat(marks, lengths), self.needs[positions(self.first, owners)]


def _needs_in_content(made: Snapshot) -> tuple[_Needs, _Needs]:
    """Return the needs that count in content: those that are no maker of their owner, and all."""
    arrays = made.arrays
    counting = need_weights(made) > 0
    both = [np.flatnonzero(mask) for mask in (counting & ~arrays.maker, counting)]
    every = np.arange(arrays.size + 1)
    recipe, all_needs = (_Needs(np.searchsorted(arrays.owner[needs], every), needs) for needs in both)
    return recipe, all_needs


def _suppliers(snapshot: Snapshot) -> IntArray:
    """Return the organisations and places, as positions."""
    return np.array([snapshot.index[node_id] for node_id in snapshot.nodes.ids_of(*_SUPPLIERS)], dtype=np.int64)


def _at(made: Snapshot, banned: BoolArray) -> BoolArray:
    """Return a mask over one horizon as a mask over another: countries may be consumers at one of them only."""
    mask = np.zeros((made.arrays.size, banned.shape[1]), dtype=bool)
    mask[: len(made.nodes)] = banned[: len(made.nodes)]
    return mask
