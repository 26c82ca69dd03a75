"""A what-if as an answer: what falls, what is degraded, with the evidence of every link that carries it."""

from collections.abc import Collection

from graph.analysis.dependency.readings import Reading
from graph.analysis.dependency.scenario_results import ScenarioResult
from graph.analysis.dependency.scenario_spec import Scenario
from graph.analysis.dependency.scenarios import run_scenario
from graph.facts.edges import Edge
from graph.measures.behind import edges_below
from graph.measures.envelope import Answer
from graph.measures.table import Table, columns
from graph.snapshots.snapshot import Snapshot


class ScenarioRun(ScenarioResult):
    """What a scenario does, with the evidence of every link that carries it."""

    scenario: Scenario


TABLES = (
    Table("failed", columns("round", "id", "name", "loss", "certain", "past", "reason"), "Fall", details=("chain",)),
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


def carried_by(snapshot: Snapshot, hit: Collection[str], failed: Collection[str]) -> list[Edge]:
    """Return the edges from what is hit to what has failed: the evidence of a cascade.

    Parameters
    ----------
    snapshot : Snapshot
        The graph of the day that is asked about.
    hit : collection of str
        Ids of what loses capacity.
    failed : collection of str
        Ids of what has none left.
    """
    struck, fallen = set(hit), set(failed)
    return [
        edge
        for (dependent, _, supplier), edge in snapshot.dependencies.items()
        if dependent in struck and supplier in fallen
    ]


def carriers(snapshot: Snapshot, scenario: Scenario, result: ScenarioResult) -> list[Edge]:
    """Return the edges that carry a scenario; where it names targets, all that these rest on.

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
        return edges_below(snapshot, [snapshot.root(snapshot.require(target)) for target in scenario.targets])
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
    return Answer(run, edges=carriers(snapshot, scenario, result))
