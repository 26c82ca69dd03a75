"""A ban as a case: what no longer supplies the customers, foreign products with its content included (methods A1b)."""

from collections.abc import Callable, Collection

import numpy as np

from graph.analysis.dependency.bans.foreign_products import content_bounds, tainted
from graph.analysis.dependency.cases.case import Case
from graph.analysis.dependency.cases.terms import Rules
from graph.analysis.dependency.cases.universe import Over, Universe, universe
from graph.analysis.dependency.cases.view import View, seen_from
from graph.analysis.dependency.home import owned_by
from graph.analysis.dependency.kernels.bits import BitArray, pack_columns, unpack
from graph.analysis.dependency.kernels.breadth_first import breadth_first
from graph.analysis.dependency.kernels.loss import Bound
from graph.ontology import Horizon
from graph.snapshots.arrays import IntArray
from graph.snapshots.snapshot import Snapshot


def ban_case(
    snapshot: Snapshot,
    over: Over,
    roots: IntArray,
    customers: Collection[str],
    rules: Rules,
    only: str | None = None,
) -> Case:
    """Return the case in which the members of a set stop supplying some customers (methods A1b).

    Parameters
    ----------
    snapshot : Snapshot
        Its lens says what a country controls, its horizon which needs bind.
    over : Over
        Countries or companies.
    roots : IntArray
        Targets that the customers control.
    customers : collection of str
        Countries or firms with all that they control.
    rules : Rules
        How far the ban reaches.
    only : str, optional
        The one event to consider.
    """
    within = breadth_first(snapshot.arrays, roots).depth >= 0
    view = seen_from(snapshot, customers, within=within)
    own = {snapshot.ids[position] for position in np.flatnonzero(view.own).tolist()}
    cut = universe(snapshot, over, _within(snapshot, roots, rules), own)
    if only is not None:
        cut = cut.only(only)
    if over == Over.COMPANY:
        cut = _with_what_they_own(snapshot, cut)
    dead = banned_nodes(snapshot, view, cut, rules)
    return Case(view.arrays, cut, roots, dead, view, by_content=rules.foreign)


def _within(snapshot: Snapshot, roots: IntArray, rules: Rules) -> IntArray:
    """Return what targets rest on, as positions; what foreign products are made with counts at every horizon."""
    members: IntArray = breadth_first(snapshot.arrays, roots).members
    if rules.foreign:
        made = snapshot.at_horizon(Horizon.GROW)
        targets = np.array([made.root(snapshot.ids[root]) for root in roots.tolist()], dtype=np.int64)
        behind = breadth_first(made.arrays, targets).members
        members = np.union1d(members, behind[behind < len(made.nodes)])
    return members


def banned_nodes(snapshot: Snapshot, view: View, cut: Universe, rules: Rules) -> Callable[[IntArray, Bound], BitArray]:
    """Return the function from sets of events to what is dead to the customers.

    Parameters
    ----------
    snapshot : Snapshot
        Content is looked through on its graph, at horizon grow.
    view : View
        Of the customers.
    cut : Universe
        What may be banned.
    rules : Rules
        How far the ban reaches.

    Returns
    -------
    callable
        From subsets of shape (sets, order), filled up with -1, and the value asked for, to bits of shape (size of the
        view, words).
    """
    size = snapshot.arrays.size

    def dead(subsets: IntArray, bound: Bound) -> BitArray:
        hit = cut.dead(size, subsets)
        stopped = in_view(view, hit)
        if rules.foreign:
            content = content_bounds(snapshot, unpack(hit, len(subsets)), bound, rules.de_minimis)
            stopped |= pack_columns(tainted(snapshot, view, content, bound, rules.de_minimis))
        return stopped

    return dead


def in_view(view: View, hit: BitArray) -> BitArray:
    """Return which nodes of a view are dead when some nodes of the snapshot no longer supply.

    Parameters
    ----------
    view : View
        Its own nodes stay: what the customers control is judged by its needs.
    hit : BitArray, shape (size of the snapshot, words)
        What no longer supplies, a bit for each set.

    Returns
    -------
    BitArray, shape (size of the view, words)
        A delivery is dead when its maker is hit.
    """
    stopped = np.zeros((view.arrays.size, hit.shape[1]), dtype=np.uint64)
    stopped[: len(hit)] = hit
    stopped[view.abroad] = hit[view.maker[view.abroad]]
    stopped[: len(hit)][view.own] = 0
    return stopped


def _with_what_they_own(snapshot: Snapshot, cut: Universe) -> Universe:
    """Let a company that bans stop all that it owns altogether as well."""
    owned = [owned_by(snapshot, frozenset({company})) for company in cut.events]
    return Universe(
        cut.events,
        tuple((at, (number,)) for number, own in enumerate(owned) for at in snapshot.positions.supplying(sorted(own))),
    )
