import json
import os
import signal
import subprocess
import sys
import textwrap
import time
from pathlib import Path

import pytest

from graph.errors import NoGraphError, StoreError
from graph.facts.fact import Redirect
from graph.facts.source_report import SourceReport
from graph.knowledge_graph import KnowledgeGraph
from graph.stores.versions.store import KEPT, VersionStore

REPORT = SourceReport(dataset="facts:test", title="t", publisher="p", url="u", licence="CC0", rows_read=3)


def test_what_is_written_is_read_back_whole(tmp_path, m1):
    store = VersionStore(tmp_path)
    store.write(m1, "2026-01-01T00:00:00+00:00", [REPORT])
    stored = store.read()
    assert stored.graph.version == m1.version
    assert KnowledgeGraph.build(stored.graph.facts()).version == m1.version, "the content has the same hash"
    assert list(stored.graph.nodes) == list(m1.nodes)
    assert stored.reports == (REPORT,)


def test_redirects_survive(tmp_path, facts_of):
    graph = KnowledgeGraph.build([*facts_of("model:a DEVELOPED_BY lab:l"), Redirect(id="lab:old", to="lab:l")])
    store = VersionStore(tmp_path)
    store.write(graph, "now")
    assert store.read().graph.resolve("lab:old") == "lab:l"


def test_before_the_first_build_the_way_out_is_named(tmp_path):
    with pytest.raises(NoGraphError, match="supplygraph build"):
        VersionStore(tmp_path).read()


@pytest.mark.parametrize("damage", [b"", b"not gzip", "cut"])
def test_a_damaged_file_is_noticed(tmp_path, m1, damage):
    store = VersionStore(tmp_path)
    path = store.write(m1, "now")
    path.write_bytes(path.read_bytes()[:-20] if damage == "cut" else damage)
    with pytest.raises(StoreError, match="damaged"):
        store.read()


def test_old_versions_can_be_read_and_the_oldest_go(tmp_path, world):
    store = VersionStore(tmp_path)
    graphs = [world(f"model:m{n} DEVELOPED_BY lab:l") for n in range(KEPT + 2)]
    for position, graph in enumerate(graphs):
        path = store.write(graph, "now")
        os.utime(path, (position, position))
    assert store.read(graphs[-2].version[:10]).graph.version == graphs[-2].version
    assert len(store.versions()) == KEPT
    with pytest.raises(StoreError, match="at hand"):
        store.read(graphs[0].version)


WRITER = """
import json, sys
from pathlib import Path
from graph.stores.versions.store import VersionStore
from graph.knowledge_graph import KnowledgeGraph
from graph.facts.fact import NodeFact, Source
source = Source(title="t", publisher="p", url="u", licence="CC0")
graphs = [
    KnowledgeGraph.build(
        NodeFact(id=f"company:c{i}", kind="Company", name=f"{turn}", source=source) for i in range(300)
    )
    for turn in range(2)
]
store = VersionStore(Path(sys.argv[1]))
print(json.dumps([graph.version for graph in graphs]), flush=True)
turn = 0
while True:
    store.write(graphs[turn % 2], "now")
    turn += 1
"""


def test_killed_at_any_moment_one_whole_graph_is_there(tmp_path):
    store = VersionStore(tmp_path)
    for round_number in range(6):
        writer = subprocess.Popen(
            [sys.executable, "-c", textwrap.dedent(WRITER), str(tmp_path)],
            stdout=subprocess.PIPE, text=True, cwd=Path(__file__).parents[2],
        )  # fmt: skip
        assert writer.stdout is not None
        versions = json.loads(writer.stdout.readline())
        while store.current() is None:
            time.sleep(0.001)
        time.sleep(0.006 * round_number)
        writer.send_signal(signal.SIGKILL)
        writer.wait()
        writer.stdout.close()
        graph = store.read().graph
        assert graph.version in versions
        assert len(graph.nodes) == 300


FLIPPING = """
import sys
from pathlib import Path
from graph.facts.fact import NodeFact, Source
from graph.knowledge_graph import KnowledgeGraph
from graph.stores.versions.store import VersionStore
source = Source(title="t", publisher="p", url="u", licence="CC0")
graphs = [KnowledgeGraph.build([NodeFact(id="company:c", kind="Company", name=n, source=source)]) for n in "abcd"]
store = VersionStore(Path(sys.argv[1]), kept=1)
turn = 0
while True:
    store.write(graphs[turn % 4], f"build {turn}")  # now the same content again, now another
    turn += 1 if turn % 3 else 4
"""


def test_a_reader_during_switches_never_finds_damage(tmp_path):
    writer = subprocess.Popen([sys.executable, "-c", FLIPPING, str(tmp_path)], cwd=Path(__file__).parents[2])
    try:
        store = VersionStore(tmp_path)
        while store.current() is None:
            assert writer.poll() is None
        seen = set()
        while len(seen) < 25:
            stored = store.read(checked=True)
            seen.add((stored.graph.version, stored.built_at))
            assert writer.poll() is None
    finally:
        writer.kill()
        writer.wait()
