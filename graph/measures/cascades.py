"""A what-if as an answer: what falls, what is degraded, with the evidence of every link that carries it."""

import numpy as np

from graph.analysis.dependency.cases.readings import Reading
from graph.analysis.dependency.kernels.adjacency import adjacency
from graph.analysis.dependency.scenarios.results import Degraded, FailedRow, ScenarioResult
from graph.analysis.dependency.scenarios.scenarios import run_scenario
from graph.analysis.dependency.scenarios.spec import Scenario
from graph.analysis.results import percent_lost
from graph.measures.behind import links_below
from graph.measures.envelope import Answer
from graph.measures.support import support_of_links
from graph.measures.table import Table, columns, fields
from graph.measures.told import lost
from graph.snapshots.arrays import IntArray
from graph.snapshots.snapshot import Snapshot


class ScenarioRun(ScenarioResult):
    """What a scenario does, with the evidence of every link that carries it."""

    scenario: Scenario


DEGRADED = Table(
    "degraded",
    columns(
        "status",
        "id",
        "name",
        loss=lambda row: percent_lost(row["central"]["0"], *row["loss"]["0"]),
        reason="reason",
    ),
    "Degraded (loss, nothing substituted)",
    file=fields("status", "id", "name", loss="loss.0", loss_central="central.0", past="past", reason="reason"),
)
FAILED = Table(
    "failed",
    columns("round", "id", "name", loss=lost("loss"), certain="certain", home="home", past="past", reason="reason"),
    "Fall",
    file=fields("status", "round", "id", "name", "loss", "certain", "home", "past", "reason"),
    details=("chain",),
    below=(DEGRADED,),
)
TABLES = (FAILED, DEGRADED)


def carriers(snapshot: Snapshot, scenario: Scenario, result: ScenarioResult) -> IntArray:
    """Return the places of the links that carry a scenario: between those who lose something, and to what is banned.

    Where it names targets, of all that these rest on.

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
    rows: tuple[FailedRow | Degraded, ...] = (*result.failed, *result.degraded)
    hit = {row.id for row in rows} | {snapshot.require(one) for one in scenario.remove}
    struck = np.array([one in hit for one in snapshot.ids], bool)
    struck[[snapshot.positions.operators[row.id] for row in rows if row.operates]] = False
    struck[snapshot.positions.first_pool :] = False
    ids, arrays, owner = snapshot.ids, snapshot.arrays, adjacency(snapshot.arrays).owner_of_link
    carrying = struck[owner] & struck[arrays.supplier]
    # What is banned goes on elsewhere, and is lost to those who may not have it.
    lost = {(row.id, supplier) for row in rows for supplier in row.through if supplier not in hit}
    for link in np.flatnonzero(struck[owner]).tolist() if lost else ():
        carrying[link] |= (ids[owner[link]], ids[arrays.supplier[link]]) in lost
    return np.flatnonzero(snapshot.positions.told(carrying, arrays.supplier))


def scenario_answer(snapshot: Snapshot, scenario: Scenario, reading: Reading, note: str = "") -> Answer:
    """Return the answer of a scenario.

    Parameters
    ----------
    snapshot : Snapshot
        The graph of the day that is asked about.
    scenario : Scenario
        What is removed or changed, and which targets are asked about.
    reading : Reading
        How what nobody states is read.
    note : str
        How the scenario is to be read.
    """
    result = run_scenario(snapshot, scenario, reading)
    noted = (*([note] if note else []), *result.assumptions)
    run = ScenarioRun(**dict(result) | {"assumptions": noted}, scenario=scenario)
    return Answer(run, edges=support_of_links(snapshot, carriers(snapshot, scenario, result)))
