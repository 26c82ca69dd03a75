"""SIGKILL at random moments: what is there afterwards is the old graph or the new one, whole; never a mixture."""

import os
import random
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from graph.budget import Budget, spending
from graph.errors import GivenUpError
from graph.facts.fact import NodeFact
from graph.knowledge_graph import KnowledgeGraph
from graph.stores.connection import CypherLimits, embedded_service
from graph.stores.embedded.projection_folder import ProjectionFolder
from graph.stores.versions.store import VersionStore
from tests.graph.stores.small_world import FACTS, FIRST

pytestmark = pytest.mark.quiet

TIMES = 50
ROOT = Path(__file__).parents[3]
COUNT = "MATCH (n:Company) RETURN n.name AS name, count(*) AS n ORDER BY n DESC LIMIT 1"

BUILD = """
import sys
from pathlib import Path
from graph.stores.embedded.projection_folder import ProjectionFolder
ProjectionFolder(Path(sys.argv[1])).build(sys.argv[2])
"""
WRITE = """
import sys
from itertools import cycle
from pathlib import Path
from graph.stores.neo4j import Neo4jStore
from graph.stores.versions.store import VersionStore
graphs = [VersionStore(Path(sys.argv[1])).read(version).graph for version in sys.argv[2:4]]
store = Neo4jStore(*sys.argv[4:7])
print("ready", flush=True)
sys.stdin.readline()
for graph in cycle(graphs):
    store.write(graph, "test")
"""


@pytest.fixture(scope="module")
def two_graphs() -> list[KnowledgeGraph]:
    """Two graphs that differ in every company."""
    return [
        KnowledgeGraph.build(
            [*FACTS, *(NodeFact(id=f"company:c{i}", kind="Company", name=name, source=FIRST) for i in range(400))]
        )
        for name in ("old", "new")
    ]


@pytest.fixture(scope="module")
def data(tmp_path_factory, two_graphs) -> Path:
    """A data folder that holds both."""
    folder = tmp_path_factory.mktemp("kills")
    for graph in two_graphs:
        VersionStore(folder).write(graph, "2026-11-23")
    return folder


def start(program: str, *arguments: object) -> subprocess.Popen[str]:
    """Start a program in a process group of its own."""
    return subprocess.Popen(
        [sys.executable, "-c", program, *map(str, arguments)],
        stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True, cwd=ROOT,
        start_new_session=True,
    )  # fmt: skip


def kill(process: subprocess.Popen[str], *, group: bool) -> None:
    """Kill a process, or all that it started with it."""
    if group:
        os.killpg(process.pid, signal.SIGKILL)
    else:
        process.kill()
    process.wait()
    for pipe in (process.stdin, process.stdout):
        pipe.close()


def test_a_killed_build_of_a_projection_leaves_a_whole_one_or_none(data, two_graphs):
    version = two_graphs[0].version
    folder = ProjectionFolder(data)
    started = time.perf_counter()
    folder.build(version)
    usual = time.perf_counter() - started
    whole = 0
    for turn in range(TIMES):
        folder.discard(version)
        process = start(BUILD, data, version)
        time.sleep(random.Random(turn).uniform(0.1, 1.3 * usual))
        kill(process, group=turn % 2 == 0)
        if folder.find(version) is not None:
            whole += 1
            with closing(embedded_service(data, CypherLimits())) as service:
                assert service.run(COUNT, version=version).decoded()["rows"] == [["old", 400]]
    assert whole < TIMES, "every build had ended before it was killed: the test shows nothing"
    with closing(embedded_service(data, CypherLimits())) as service:
        service.prepare(version)
        assert service.run(COUNT, version=version).decoded()["rows"] == [["old", 400]]


def writers(data: Path, two_graphs: list[KnowledgeGraph], server) -> Iterator[subprocess.Popen[str]]:
    """Yield writers that are ready to write, each started while the one before is used."""
    versions = [graph.version for graph in two_graphs]
    following = start(WRITE, data, *versions, server.uri, server.user, server.password)
    for turn in range(TIMES):
        process = following
        if turn < TIMES - 1:
            following = start(WRITE, data, *versions, server.uri, server.user, server.password)
        assert process.stdout.readline() == "ready\n"
        yield process


@pytest.mark.neo4j
def test_a_killed_writer_leaves_the_old_graph_or_the_new_one_in_neo4j(data, two_graphs, server, neo4j_store):
    neo4j_store.write(two_graphs[0], "test")
    chance, slowest = random.Random(7), 0.0
    found = set()
    for process in writers(data, two_graphs, server):
        process.stdin.write("\n")
        process.stdin.flush()
        time.sleep(chance.uniform(0.02, 1.0))
        kill(process, group=False)
        started = time.perf_counter()
        found.add(neo4j_store.read().graph.version)  # raises if what is there is not whole
        slowest = max(slowest, time.perf_counter() - started)
    assert found == {graph.version for graph in two_graphs}
    assert slowest < 10, "a dead writer holds readers up for no more than some seconds"


def test_a_killed_engine_is_back_by_itself_and_the_next_query_is_answered(data, two_graphs):
    version = two_graphs[1].version
    with closing(embedded_service(data, CypherLimits())) as service:
        service.prepare(version)
        assert service.run(COUNT, version=version).decoded()["rows"] == [["new", 400]]
        killed = set()
        for turn in range(TIMES):
            engine = service.backend.engine
            if engine is not None:
                killed.add(engine.process_id)
                os.kill(engine.process_id, signal.SIGKILL)
            time.sleep(random.Random(turn).uniform(0, 0.2))
            assert service.run(COUNT, version=version).decoded()["rows"] == [["new", 400]]
        assert len(killed) > TIMES / 2


def test_a_projection_that_nobody_waits_for_is_given_up_and_leaves_nothing(two_graphs, tmp_path):
    VersionStore(tmp_path).write(two_graphs[0], "2026-11-23")
    folder, budget = ProjectionFolder(tmp_path), Budget(600)
    budget.give_up()  # as a server does that is stopped while it prepares what its first query needs
    with spending(budget), pytest.raises(GivenUpError):
        folder.build(two_graphs[0].version)
    assert list((tmp_path / "cypher").iterdir()) == []
