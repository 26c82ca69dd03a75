"""Of what a scenario speaks where no targets are named: of all that is known, but models and chips of long ago."""

from collections.abc import Collection, Sequence

import numpy as np

from graph.analysis.current import YEARS, is_past
from graph.analysis.dependency.kernels.adjacency import adjacency
from graph.analysis.dependency.scenario_results import TALLIED
from graph.analysis.dependency.scenario_terms import BanTerms
from graph.ontology import Horizon, NodeKind
from graph.snapshots.arrays import BoolArray
from graph.snapshots.snapshot import Snapshot


def made_no_more(snapshot: Snapshot, named: Collection[str]) -> frozenset[str]:
    """Return the models and chips of which nobody makes more, without those that a scenario names.

    They are the same at every horizon, so that what is listed at a shorter one is listed at a longer one.
    """
    return frozenset(node.id for node in snapshot.nodes.of(*YEARS) if is_past(node, snapshot.as_of)) - set(named)


def said_of_past(snapshot: Snapshot, past: Collection[str]) -> list[str]:
    """Return in sentences how many models and chips an answer leaves out because they are made no more."""
    counts = {kind: sum(snapshot.nodes[i].kind is kind for i in past) for kind in YEARS}
    return [
        f"{count:,} {TALLIED[kind][count != 1]} released more than {YEARS[kind]} years before, made no more: in no "
        "count and no list here, unless asked for by name (targets)"
        for kind, count in counts.items()
        if count
    ]


def listed(snapshot: Snapshot, targets: Collection[str], past: Collection[str]) -> BoolArray:
    """Return which nodes an answer lists.

    Parameters
    ----------
    snapshot : Snapshot
    targets : collection of str
        Ids that are asked for; none: all but ``past``.
    past : collection of str
        Ids of what is made no more.

    Returns
    -------
    BoolArray, shape (nodes,)
    """
    shown = np.full(snapshot.arrays.size, not targets)
    shown[[snapshot.root(target) for target in targets]] = True
    shown[snapshot.indices(past)] = False
    return shown


def not_judged(
    snapshot: Snapshot, removed: Collection[str], bans: Sequence[BanTerms]
) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Return of which parts of a scenario nothing can be said, and which bind at a longer horizon only.

    Parameters
    ----------
    snapshot : Snapshot
    removed : collection of str
        Ids that the scenario removes.
    bans : sequence of BanTerms
        Its bans; of those confined to goods, the goods.

    Returns
    -------
    tuple, tuple
        Sentences without their stop.
    """
    goods = {good for terms in bans for good in terms.goods or ()}
    named = {i: snapshot.require(i) for i in sorted({*removed, *goods})}
    grown = snapshot.at_horizon(Horizon.GROW)
    unused = _unused(snapshot, named)
    never = _unused(grown, unused) if unused else []
    later = [i for i in unused if i not in never]
    silent = [i for i in sorted(goods) if i not in grown.makers]
    unjudged = (
        *_said("nothing in the graph rests on {}, so that 0 stopped is no finding", snapshot, never),
        *_said("no supplier by firm is known of {}, so that no ban stops it", snapshot, silent),
    )
    bind = f"nothing rests on {{}} at horizon {snapshot.horizon}, only at {Horizon.GROW}"
    return unjudged, _said(bind, snapshot, later)


def _unused(snapshot: Snapshot, ids: Collection[str]) -> list[str]:
    used = np.diff(adjacency(snapshot.arrays).first_use) > 0
    return [i for i in ids if not any(used[snapshot.index[one]] for one in _behind(snapshot, snapshot.require(i)))]


def _behind(snapshot: Snapshot, node_id: str) -> Collection[str]:
    """Return an entity, or all that a country controls."""
    return snapshot.controlled_by([node_id]) if snapshot.nodes[node_id].kind is NodeKind.COUNTRY else {node_id}


def _said(sentence: str, snapshot: Snapshot, ids: Collection[str]) -> tuple[str, ...]:
    names = ", ".join(snapshot.nodes[snapshot.require(i)].name for i in ids)
    return (sentence.format(names),) if ids else ()
