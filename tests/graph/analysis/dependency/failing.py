"""Boolean failure of a removal, asked through the scenario: what other tests compare with."""

from collections.abc import Collection

from graph.analysis.dependency.cases.readings import Reading, Semantics
from graph.analysis.dependency.scenarios.scenarios import run_scenario
from graph.analysis.dependency.scenarios.spec import Scenario
from graph.snapshots.snapshot import Snapshot


def failed_rows(
    snapshot: Snapshot,
    remove: Collection[str] = (),
    reading: Reading = Reading.KNOWN,
    semantics: Semantics = Semantics.OPERATIONAL,
    bans: Collection[tuple[str, str]] = (),
):
    pairs = [{"supplier": supplier, "customer": customer} for supplier, customer in bans]
    body = {"remove": list(remove), "bans": pairs, "loss": 1.0, "sigma": 1.0, "semantics": semantics}
    return {row.id: row for row in run_scenario(snapshot, Scenario.model_validate(body), reading).failed}


def failed_ids(snapshot: Snapshot, remove: Collection[str], reading: Reading = Reading.KNOWN) -> set[str]:
    return set(failed_rows(snapshot, remove, reading))
