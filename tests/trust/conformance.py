"""Requests that schemathesis generates from the OpenAPI document, stateful ones too, with all of its checks."""

import json
import subprocess
import sys
from pathlib import Path
from tempfile import TemporaryDirectory

from tests.trust.served import served
from tests.trust.stage import Report, Sizes

CONFIGURATION = Path(__file__).with_name("schemathesis.toml")
UNFIT = "positive_data_acceptance"
"""Which ids, layers and versions there are is in the graph, not in the document: a name that nothing has is refused."""
ITS_OWN = "Runtime Error"
"""An exception within schemathesis: on Python 3.11 ``ast.parse`` fails at times where threads use it together."""
SECONDS = 10
OPERATIONS = 60
"""About as many as there are; sets how many requests each gets."""
COVERED = 7_000
"""Requests of its phase ``coverage``, which goes through the bounds of every parameter; from so many on it is run."""


def run(sizes: Sizes, data: Path) -> Report:
    """Ask, and take over what it found."""
    report = Report("requests by schemathesis")
    phases = "examples,fuzzing,stateful"
    if sizes.requests >= COVERED:
        phases += ",coverage"
    each = max((sizes.requests - COVERED) // OPERATIONS, 1)
    limits = {f"SUPPLYGRAPH_{name}": str(SECONDS) for name in ("SECONDS", "CYPHER_SECONDS")}
    with TemporaryDirectory() as folder, served(data, SUPPLYGRAPH_PLACES="64", **limits) as server:
        told = subprocess.run(
            [
                sys.executable, "-m", "schemathesis.cli", "--config-file", str(CONFIGURATION), "run",
                f"{server.address}/openapi.json", "--checks", "all", "--exclude-checks", UNFIT,
                "--phases", phases, "--max-examples", str(each),
                "--max-response-time", str(SECONDS + 1), "--request-timeout", "60",
                "--workers", "8", "--seed", "16", "--continue-on-failure",
                "--no-shrink", "--generation-database", "none", "--suppress-health-check", "all",
                "--report", "json", "--report-json-path", f"{folder}/found.json", "--no-color",
            ],
            cwd=folder, capture_output=True, text=True, check=False,
        )  # fmt: skip
        path = Path(folder) / "found.json"
        report.expect(path.is_file(), told.stdout[-500:] + told.stderr[-500:])
        if path.is_file():
            _take_over(report, json.loads(path.read_text()))
        report.figures["megabytes"] = round(server.megabytes)
    return report


def _take_over(report: Report, found: dict[str, object]) -> None:
    operations, cases = found["operations"], found["test_cases"]
    report.figures = {"operations": operations["tested"], **cases}  # type: ignore[index, dict-item]
    report.expect(bool(found["complete"]), f"it stopped early: {found['stop_reason']}")
    for one in (*found["failures"], *found["errors"]):  # type: ignore[misc]
        if one["title"] == ITS_OWN:
            report.figures["ended_early"] = one["count"]
        else:
            report.expect(False, json.dumps(one))
