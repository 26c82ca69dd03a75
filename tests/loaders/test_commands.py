"""What `sync`, `build` and `resolve` leave with: the exit code says whether every source came."""

import json
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from api.commands.options import INCOMPLETE
from graph.facts.fact import NodeFact, Source
from graph.facts.source_report import SourceReport
from graph.knowledge_graph import KnowledgeGraph
from graph.stores.versions.store import VersionStore
from scripts.golden_facts import FIXTURES
from tests.environment import unset

ROOT = Path(__file__).parents[2]
SOURCE = Source(title="t", publisher="p", url="https://example.org", licence="CC0-1.0")
TERMS = {"title": "t", "publisher": "p", "url": "u", "licence": "CC0-1.0"}


@pytest.fixture
def supplygraph(tmp_path):
    """Run a command over upstream files of a test's own."""

    def run(*arguments, code=0, **settings):
        own = {
            "SUPPLYGRAPH_DATA": tmp_path / "data",
            "SUPPLYGRAPH_FEEDS": tmp_path / "feeds",
            "NEO4J_URI": "",
        } | settings
        done = subprocess.run(
            [sys.executable, "-m", "api.cli", *arguments], cwd=ROOT, capture_output=True, text=True,
            env={**unset(), **{name: str(value) for name, value in own.items()}},
        )  # fmt: skip
        assert done.returncode == code, done.stdout + done.stderr
        assert "Traceback" not in done.stderr
        return done.stdout + done.stderr

    return run


def test_a_sync_that_fails_says_so_and_the_others_go_on(supplygraph, tmp_path):
    given = tmp_path / "given"
    for dataset, feed in (("ai-diffusion", "microsoft-ai-diffusion"), ("epoch-eci", "epoch-eci")):
        shutil.copytree(FIXTURES / dataset, given / feed)
    (given / "epoch-eci" / "eci_scores.csv").write_bytes(b"\xff\xfe broken")
    told = json.loads(supplygraph("sync", "--from", str(given), "--json", "epoch-eci", "ai-diffusion", code=INCOMPLETE))
    assert [one["status"] for one in told] == ["failed", "failed"]
    assert "epoch-eci/eci_scores.csv:1: not utf-8: byte 0xff" in told[0]["reason"]
    assert "expected 420 to 500" in told[1]["reason"], "the fixture is small"


def test_a_sync_without_a_failure_leaves_with_nothing_to_say(supplygraph, tmp_path):
    (tmp_path / "given").mkdir()
    assert "left out" in supplygraph("sync", "eto", "--from", str(tmp_path / "given"))


def test_a_build_goes_on_without_a_source_that_is_refused(supplygraph, tmp_path):
    shutil.copytree(FIXTURES / "epoch-eci", tmp_path / "feeds" / "epoch-eci")
    told = json.loads(supplygraph("build", "--json", code=INCOMPLETE))
    statuses = {report["dataset"]: report["status"] for report in told["reports"]}
    assert (statuses["atlas"], statuses["epoch-eci"], statuses["epoch-models"]) == ("loaded", "refused", "missing")
    assert told["nodes"]["Lab"] > 40


def test_a_graph_is_not_replaced_by_one_that_lacks_a_source_it_has(supplygraph, tmp_path):
    graph = KnowledgeGraph.build([NodeFact(id="lab:a", kind="Lab", name="A", source=SOURCE)])
    store = VersionStore(tmp_path / "data")
    store.write(graph, "2026-01-01", [SourceReport(dataset="epoch-eci", **TERMS)])
    (tmp_path / "feeds" / "epoch-eci").mkdir(parents=True)
    (tmp_path / "feeds" / "epoch-eci" / "eci_scores.csv").write_text('Model\n"')
    told = supplygraph("build", code=2)
    assert "the graph in use is unchanged" in told
    assert "epoch-eci/eci_scores.csv:2: no table: unexpected end of data" in told
    assert store.current() == graph.version


def test_own_names_are_heeded_by_every_command(supplygraph, tmp_path):
    (tmp_path / "own").mkdir()
    (tmp_path / "own" / "epoch-ecy.csv").write_text("kind,raw,id\n")
    for command in ("build", "resolve", "sync"):
        told = supplygraph(command, code=2, SUPPLYGRAPH_NAMES=tmp_path / "own")
        assert "epoch-ecy.csv: no data set of this name" in told.replace("\n", " ")
