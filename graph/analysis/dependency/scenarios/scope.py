"""Of what a scenario speaks: what it counts where no targets are named, and what it cannot judge."""

from collections.abc import Collection, Iterable, Sequence

import numpy as np

from graph.analysis.dependency.kernels.adjacency import adjacency
from graph.analysis.dependency.scenarios.results import TALLIED, Unjudged
from graph.analysis.dependency.scenarios.spec import Coalition, Scenario
from graph.analysis.dependency.scenarios.terms import BanTerms, selected
from graph.ontology import EdgeKind, Horizon, NodeKind
from graph.snapshots.arrays import BoolArray
from graph.snapshots.snapshot import Snapshot
from graph.supply.current import YEARS, past


def made_no_more(snapshot: Snapshot, named: Iterable[str]) -> frozenset[str]:
    """Return the models and chips of which nobody makes more, without those that a scenario names.

    They are the same at every horizon, so that what counts at a shorter one counts at a longer one.

    Parameters
    ----------
    snapshot : Snapshot
        Its day is the one on which nothing more is made of them.
    named : iterable of str
        Ids that the scenario removes; they may be merged ones.
    """
    return past(snapshot.nodes, snapshot.as_of) - {snapshot.require(node_id) for node_id in named}


def said_of_past(snapshot: Snapshot, gone: Collection[str]) -> list[str]:
    """Return in sentences how many models and chips are in no count because they are made no more.

    Parameters
    ----------
    snapshot : Snapshot
        Has their kinds.
    gone : collection of str
        Their ids.

    Returns
    -------
    list of str
        One sentence for each kind of which there is any.
    """
    counts = {kind: sum(snapshot.nodes.kind(i) is kind for i in gone) for kind in YEARS}
    return [
        f"{count:,} {TALLIED[kind][count != 1]} released more than {YEARS[kind]} years before, made no more: in no "
        "count, and listed last where they fall"
        for kind, count in counts.items()
        if count
    ]


def labs_and_models(snapshot: Snapshot, speaks_of: BoolArray) -> list[str]:
    """Return of which a scenario speaks where it names no targets: a ban of Germany says nothing of labs elsewhere.

    Parameters
    ----------
    snapshot : Snapshot
        Whose laboratories and models are listed, in their order.
    speaks_of : BoolArray, shape (size,)
        From ``Aftermath.speaks_of``.
    """
    return [i for i in snapshot.nodes.ids_of(NodeKind.LAB, NodeKind.MODEL) if speaks_of[snapshot.root(i)]]


def said_of_customers(speaks_of: BoolArray) -> tuple[str, ...]:
    """Say that others than those whom a scenario bans are not counted; nothing where all are.

    Parameters
    ----------
    speaks_of : BoolArray, shape (size,)
        From ``Aftermath.speaks_of``.
    """
    return () if speaks_of.all() else ("counted: labs and models of the customers of the bans, no others",)


def not_judged(snapshot: Snapshot, scenario: Scenario, bans: Sequence[BanTerms]) -> Unjudged:
    """Return of which parts of a scenario nothing can be said.

    Parameters
    ----------
    snapshot : Snapshot
        Has the needs at the horizon asked for; longer horizons are looked at where nothing rests on what is named.
    scenario : Scenario
        What it removes, and whether it does anything else.
    bans : sequence of BanTerms
        Its bans; of those confined to goods, the goods.
    """
    goods = {good for terms in bans for good in terms.goods or ()}
    named = sorted({*map(snapshot.require, scenario.remove), *goods})
    never = idle = unused(snapshot, named)
    later: list[str] = []
    for horizon in [longer for longer in Horizon if idle and not snapshot.horizon.covers(longer)]:
        still = unused(snapshot.at_horizon(horizon), never)
        bind = f"nothing rests on {{}} at horizon {snapshot.horizon}, only from horizon {horizon} on"
        later += _said(bind, snapshot, [i for i in never if i not in still])
        never = still
    later += _bind_later(snapshot, scenario)
    later += _kinds_that_stay(snapshot, {*named, *goods})
    silent = [i for i in sorted(goods) if i not in snapshot.makers]
    asked = (scenario.remove, scenario.remove_where, scenario.bans, scenario.policy, scenario.shares)
    reasons = [
        *(() if any(asked) else ("the scenario removes nobody, bans nobody and changes no share",)),
        *_said("nothing in the graph rests on {}, so that 0 stopped is no finding", snapshot, never),
        *_said("no supplier by firm is known of {}, so that no ban stops it", snapshot, silent),
    ]
    return Unjudged(tuple(reasons), tuple(later), wholly=_wholly(scenario, bans, set(named) - {*never, *silent}))


def _bind_later(snapshot: Snapshot, scenario: Scenario) -> list[str]:
    """Say of what is removed by description how much has dependents at a longer horizon only."""
    chosen = frozenset().union(*(selected(snapshot, selection) for selection in scenario.remove_where))
    idle, told = unused(snapshot, sorted(chosen)), []
    for horizon in [longer for longer in Horizon if idle and not snapshot.horizon.covers(longer)]:
        still = unused(snapshot.at_horizon(horizon), idle)
        if len(still) < len(idle):
            told.append(
                f"on {len(idle) - len(still)} of the {len(chosen)} that are removed something rests only from horizon "
                f"{horizon} on: ask with that horizon"
            )
        idle = still
    return told


def _kinds_that_stay(snapshot: Snapshot, named: Collection[str]) -> list[str]:
    """Say which kinds of an input go on without it: each is an input of its own, with makers of its own."""
    kinds = {i: [kind for kind in snapshot.edges.starts(i, EdgeKind.VARIANT_OF) if kind not in named] for i in named}
    return [
        f"kinds of {snapshot.nodes[i].name} stay, as they are inputs of their own: "
        f"{', '.join(snapshot.nodes[kind].name for kind in kinds[i])}"
        for i in sorted(kinds)
        if kinds[i]
    ]


def _wholly(scenario: Scenario, bans: Sequence[BanTerms], judged: Collection[str]) -> bool:
    """Say whether nothing is left of a scenario that could stop anything."""
    links = any(not isinstance(row, Coalition) for row in scenario.bans)
    return not (judged or links or scenario.remove_where or scenario.shares or any(not one.goods for one in bans))


def unused(snapshot: Snapshot, ids: Collection[str]) -> list[str]:
    """Return those of which, and of all that they control where they are countries, nothing needs anything.

    Parameters
    ----------
    snapshot : Snapshot
        Its horizon says which needs bind.
    ids : Collection[str]
        Have to exist.
    """
    used = np.diff(adjacency(snapshot.arrays).first_use) > 0
    return [i for i in ids if not used[snapshot.positions.supplying(_behind(snapshot, i))].any()]


def _behind(snapshot: Snapshot, node_id: str) -> Collection[str]:
    """Return an entity, or all that a country controls."""
    return snapshot.controlled_by([node_id]) if snapshot.nodes.kind(node_id) is NodeKind.COUNTRY else {node_id}


def _said(sentence: str, snapshot: Snapshot, ids: Collection[str]) -> list[str]:
    names = ", ".join(snapshot.nodes[i].name for i in ids)
    return [sentence.format(names)] if ids else []
