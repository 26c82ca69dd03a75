"""Run a scenario, and compare two (issue 4): what fails, what is degraded, what survives, and why."""

import threading
from collections import OrderedDict
from collections.abc import Collection, Sequence
from dataclasses import replace

import numpy as np
from pydantic import Field

from graph.analysis.dependency.ban import Reach, View, view
from graph.analysis.dependency.capacity import SIGMAS, Degraded, degraded_rows, loss_intervals, untouched
from graph.analysis.dependency.embargo import Terms, selected, terms_of_coalition, terms_of_pair, terms_of_policy
from graph.analysis.dependency.failure import FailedRow, failed_rows, shock
from graph.analysis.dependency.kernels.adjacency import adjacency
from graph.analysis.dependency.readings import Reading
from graph.analysis.dependency.scenario_spec import Coalition, Scenario, ShareChange, Supply
from graph.analysis.dependency.stocks import RunOut, run_out
from graph.analysis.dependency.what_if import WhatIf, stages
from graph.analysis.results import Result, Row
from graph.and_or_graph import AndOrGraph
from graph.arrays import BoolArray
from graph.errors import QuestionError
from graph.ontology import EdgeKind, NodeKind
from graph.snapshot import Snapshot

KEPT = 256
"""Results kept, the least recently asked for dropped first."""


class Survivor(Row):
    """An entity that does not fail."""

    id: str
    kind: NodeKind
    name: str


class ScenarioResult(Result):
    """What a scenario does."""

    reading: Reading
    failed: tuple[FailedRow, ...] = Field(description="in the order of the cascade")
    degraded: tuple[Degraded, ...] = Field(description="worst first; what fails is not repeated here")
    survives: tuple[Survivor, ...] = Field(
        description="targets that do not fail; labs and models, where no targets are named"
    )
    stocks: tuple[RunOut, ...] = Field(description="known stocks of what fails or is degraded, and how long they last")


class Comparison(Result):
    """Two scenarios side by side."""

    only_first: tuple[str, ...] = Field(description="what fails in the first alone")
    only_second: tuple[str, ...]
    both: tuple[str, ...]
    worse_in_first: tuple[str, ...] = Field(description="degraded in both or one, losing more in the first")
    worse_in_second: tuple[str, ...]


_Key = tuple[object, ...]
_results: OrderedDict[_Key, ScenarioResult] = OrderedDict()
_lock = threading.Lock()


def run_scenario(snapshot: Snapshot, scenario: Scenario, reading: Reading = Reading.KNOWN) -> ScenarioResult:
    """Return what a scenario does; the same question about the same snapshot is answered from memory.

    Parameters
    ----------
    snapshot : Snapshot
    scenario : Scenario
    reading : Reading

    Returns
    -------
    ScenarioResult

    Raises
    ------
    UnknownIdError
        An id of the scenario is unknown; with near matches.
    QuestionError
        The scenario contradicts itself.
    """
    question = (snapshot.as_of, snapshot.known_at, snapshot.lens, snapshot.horizon)
    key: _Key = (snapshot.graph.version, *question, scenario.model_dump_json(), reading)
    with _lock:
        if key in _results:
            _results.move_to_end(key)
            return _results[key]
    result = _run(snapshot, scenario, reading)
    with _lock:
        _results[key] = result
        while len(_results) > KEPT:
            _results.popitem(last=False)
    return result


def compare_scenarios(
    snapshot: Snapshot, first: Scenario, second: Scenario, reading: Reading = Reading.KNOWN
) -> Comparison:
    """Return how two scenarios differ.

    Parameters
    ----------
    snapshot : Snapshot
    first, second : Scenario
    reading : Reading

    Raises
    ------
    UnknownIdError
    QuestionError
    """
    one, two = (run_scenario(snapshot, scenario, reading) for scenario in (first, second))
    failed = [{row.id for row in result.failed} for result in (one, two)]
    losses = [{row.id: row.loss["0"] for row in result.degraded} for result in (one, two)]
    standing = sorted((losses[0].keys() | losses[1].keys()) - failed[0] - failed[1])
    gaps = {i: losses[0].get(i, (0.0, 0.0))[0] - losses[1].get(i, (0.0, 0.0))[0] for i in standing}
    return Comparison(
        only_first=tuple(sorted(failed[0] - failed[1])),
        only_second=tuple(sorted(failed[1] - failed[0])),
        both=tuple(sorted(failed[0] & failed[1])),
        worse_in_first=tuple(i for i in standing if gaps[i] > 0),
        worse_in_second=tuple(i for i in standing if gaps[i] < 0),
        assumptions=tuple(dict.fromkeys((*one.assumptions, *two.assumptions))),
    )


def _run(snapshot: Snapshot, scenario: Scenario, reading: Reading) -> ScenarioResult:
    targets = [snapshot.require(target, "targets") for target in scenario.targets]
    bans, said = _bans(snapshot, scenario)
    removed = sorted({*scenario.remove, *_selected(snapshot, scenario)})
    pairs = [(pair.supplier, pair.customer) for pair in _links(snapshot, scenario)]
    case = WhatIf(
        base=shock(snapshot, removed, pairs),
        views=tuple((terms.label, _view(snapshot, terms)) for terms in bans),
        semantics=scenario.semantics,
    )
    certain, known = (stages(snapshot, case, way) for way in (Reading.CERTAIN, Reading.KNOWN))
    chosen = certain if reading == Reading.CERTAIN else known
    arrays = with_shares(snapshot, scenario.shares)
    sigmas = sorted({*SIGMAS, *([scenario.sigma] if scenario.sigma is not None else [])})
    losses = loss_intervals(snapshot, case, certain, known, sigmas, arrays)
    before = untouched(snapshot, sigmas)
    shown = _shown(snapshot, targets)
    failed = failed_rows(snapshot, chosen.because, chosen.final, certain.final.failed, shown)
    degraded = degraded_rows(snapshot, losses, chosen.final.failed, before, targets)
    return ScenarioResult(
        reading=reading,
        failed=failed,
        degraded=degraded,
        stocks=_stocks(snapshot, {row.id for row in failed} | {row.id for row in degraded}),
        survives=_survivors(snapshot, targets, {row.id for row in failed}),
        assumptions=(
            f"semantics: {scenario.semantics.value}",
            "loss: [the unknown remainder survives, it is lost too], by substitutability",
            *said,
            *_idle(snapshot, scenario.remove, bans),
        ),
    )


def _selected(snapshot: Snapshot, scenario: Scenario) -> frozenset[str]:
    return frozenset().union(*(selected(snapshot, selection) for selection in scenario.remove_where))


def _bans(snapshot: Snapshot, scenario: Scenario) -> tuple[list[Terms], list[str]]:
    """Return the bans of a scenario, and what has to be said about them."""
    bans, said = [], []
    for row in scenario.embargo:
        terms = terms_of_coalition(snapshot, row) if isinstance(row, Coalition) else terms_of_pair(snapshot, row)
        bans += [terms] if terms else []
    for policy in scenario.policy:
        terms, reason = terms_of_policy(snapshot, policy)
        bans += [terms] if terms else []
        said += [reason] if reason else []
    for terms in bans:
        reach = f", content over {terms.de_minimis:.0%} counts" if terms.reach != Reach.DIRECT else ""
        said.append(f"{terms.label}: judged from the customers' side; reach {terms.reach.value}{reach}")
    return bans, said


def _links(snapshot: Snapshot, scenario: Scenario) -> list[Supply]:
    return [row for row in scenario.embargo if not isinstance(row, Coalition) and terms_of_pair(snapshot, row) is None]


def _view(snapshot: Snapshot, terms: Terms) -> View:
    return view(snapshot, terms.banned, terms.customers, terms.goods, terms.reach, terms.de_minimis)


def with_shares(snapshot: Snapshot, changes: Sequence[ShareChange]) -> AndOrGraph:
    """Return the arrays of a snapshot with some shares changed; the rest of each need scales in proportion.

    Raises
    ------
    UnknownIdError
    QuestionError
        No such need or supplier, or shares above one.
    """
    arrays = snapshot.arrays
    if not changes:
        return arrays
    position = {(need.of, need.need): number for number, need in enumerate(snapshot.needs)}
    changed: dict[int, dict[int, float]] = {}
    for change in changes:
        of, supplier = (
            snapshot.require(change.of, "shares.of"),
            snapshot.require(change.supplier, "shares.supplier"),
        )
        need = position.get((of, change.need))
        links = [] if need is None else _links_to(arrays, need, snapshot.index[supplier])
        if need is None or not links:
            known = [other.need for other in snapshot.needs_of.get(of, ())]
            raise QuestionError(f"{of} has no need {change.need!r} that {supplier} supplies", "shares", known)
        changed.setdefault(need, {})[links[0]] = change.share
    share, remainder = arrays.share.copy(), arrays.remainder.copy()
    for need, given in changed.items():
        total = sum(given.values())
        if total > 1 + 1e-9:
            raise QuestionError(f"shares of {snapshot.needs[need].need!r} sum to {total:.3g} > 1", "shares")
        others = np.setdiff1d(np.arange(arrays.first[need], arrays.first[need + 1]), list(given))
        rest = float(share[others].sum() + remainder[need])
        scale = (1 - total) / rest if rest > 0 else 0.0
        share[others] *= scale
        remainder[need] = remainder[need] * scale if rest > 0 else max(0.0, 1 - total)
        share[list(given)] = list(given.values())
    return replace(arrays, share=share, remainder=remainder)


def _links_to(arrays: AndOrGraph, need: int, supplier: int) -> list[int]:
    links = range(int(arrays.first[need]), int(arrays.first[need + 1]))
    return [link for link in links if arrays.supplier[link] == supplier]


def _shown(snapshot: Snapshot, targets: Collection[str]) -> BoolArray | None:
    if not targets:
        return None
    shown = np.zeros(snapshot.arrays.size, dtype=bool)
    shown[[snapshot.root(target) for target in targets]] = True
    return shown


def _stocks(snapshot: Snapshot, hit: Collection[str]) -> tuple[RunOut, ...]:
    held = [edge.end for edge in snapshot.edges if edge.kind == EdgeKind.HOLDS and edge.end in hit]
    return run_out(snapshot, held).rows if held else ()


def _idle(snapshot: Snapshot, removed: Collection[str], bans: Sequence[Terms]) -> list[str]:
    """Say where the graph knows nothing that a part of the scenario could stop."""
    first_use = adjacency(snapshot.arrays).first_use
    goods = {good for terms in bans for good in terms.goods or ()}
    unused = [i for i in sorted({*removed, *goods}) if not np.diff(first_use)[snapshot.index[snapshot.require(i)]]]
    silent = [i for i in sorted(goods) if i not in snapshot.needs_of]
    names = {i: snapshot.nodes[snapshot.require(i)].name for i in (*unused, *silent)}
    said = [f"nothing in the graph rests on {', '.join(names[i] for i in unused)}"] if unused else []
    if silent:
        said.append(f"no supplier by firm is known of {', '.join(names[i] for i in silent)}, so no ban stops it")
    return said


def _survivors(snapshot: Snapshot, targets: Collection[str], failed: Collection[str]) -> tuple[Survivor, ...]:
    asked = targets or [n.id for n in snapshot.nodes.values() if n.kind in (NodeKind.LAB, NodeKind.MODEL)]
    standing = [snapshot.nodes[i] for i in asked if i not in failed]
    return tuple(Survivor(id=node.id, kind=node.kind, name=node.name) for node in standing)
