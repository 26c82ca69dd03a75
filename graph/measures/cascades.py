"""A what-if as an answer: what falls, what is degraded, with the evidence of every link that carries it."""

from collections.abc import Collection

import numpy as np

from graph.analysis.dependency.kernels.adjacency import adjacency
from graph.analysis.dependency.readings import Reading
from graph.analysis.dependency.scenario_results import ScenarioResult
from graph.analysis.dependency.scenario_spec import Scenario
from graph.analysis.dependency.scenarios import run_scenario
from graph.measures.behind import links_below
from graph.measures.envelope import Answer
from graph.measures.support import support_of_links
from graph.measures.table import Table, columns
from graph.snapshots.arrays import IntArray
from graph.snapshots.snapshot import Snapshot


class ScenarioRun(ScenarioResult):
    """What a scenario does, with the evidence of every link that carries it."""

    scenario: Scenario


TABLES = (
    Table(
        "failed",
        columns("round", "id", "name", "loss", "certain", "home", "past", "reason"),
        "Fall",
        details=("chain",),
    ),
    Table(
        "degraded",
        columns(
            "id",
            "name",
            loss=lambda row: [row["loss"]["0"][0], row["central"]["0"], row["loss"]["0"][1]],
            reason="reason",
        ),
        "Degraded (low, central and high loss, nothing substituted)",
    ),
)


def carried_by(snapshot: Snapshot, hit: Collection[str], failed: Collection[str]) -> IntArray:
    """Return the places of the links from what is hit to what has failed: they carry the cascade.

    Parameters
    ----------
    snapshot : Snapshot
        The graph of the day that is asked about.
    hit : collection of str
        Ids of what loses capacity.
    failed : collection of str
        Ids of what has none left.
    """
    arrays = snapshot.arrays
    struck, fallen = (np.array([one in ids for one in snapshot.ids], bool) for ids in (set(hit), set(failed)))
    owner = adjacency(arrays).owner_of_link
    return np.flatnonzero(struck[owner] & fallen[arrays.supplier])


def carriers(snapshot: Snapshot, scenario: Scenario, result: ScenarioResult) -> IntArray:
    """Return the places of the links that carry a scenario; where it names targets, of all that these rest on.

    Parameters
    ----------
    snapshot : Snapshot
        The graph of the day that is asked about.
    scenario : Scenario
        What is asked.
    result : ScenarioResult
        What came of it.
    """
    if scenario.targets:
        return links_below(snapshot, [snapshot.root(snapshot.require(target)) for target in scenario.targets])
    failed = {row.id for row in result.failed} | set(scenario.remove)
    return carried_by(snapshot, failed | {row.id for row in result.degraded}, failed)


def scenario_answer(snapshot: Snapshot, scenario: Scenario, reading: Reading) -> Answer:
    """Return the answer of a scenario.

    Parameters
    ----------
    snapshot : Snapshot
        The graph of the day that is asked about.
    scenario : Scenario
        What is removed or changed, and which targets are asked about.
    reading : Reading
        How what nobody states is read.
    """
    result = run_scenario(snapshot, scenario, reading)
    run = ScenarioRun(**dict(result), scenario=scenario)
    return Answer(run, edges=support_of_links(snapshot, carriers(snapshot, scenario, result)))
