"""Neo4j slow, silent, stopped and back: what is in memory is answered, the rest refused in time, nothing is lost."""

import time
from collections import Counter
from pathlib import Path
from tempfile import TemporaryDirectory
from urllib.parse import urlsplit

import httpx2
import pytest

from graph.knowledge_graph import KnowledgeGraph
from graph.stores.neo4j import Neo4jStore
from graph.stores.versions.store import VersionStore
from tests.neo4j.server import neo4j_server
from tests.trust.relay import Mood, Relay, relayed
from tests.trust.served import Served, served
from tests.trust.stage import Report, Sizes
from tests.trust.store import done_in, is_told

SECONDS = 8
HELD = ("/v1/nodes/company:asml", "/v1/headlines?limit=3", "/ready", "/health", "/metrics")
"""What a server answers from memory."""
QUERY = {"query": "MATCH (n:Company) RETURN count(n) AS n"}
COMMANDS = (("show", "company:asml"), ("versions",), ("doctor", "--at", "http://127.0.0.1:1"))
MOODS = (Mood.OPEN, Mood.SLOW, Mood.SILENT, Mood.OPEN, Mood.STOPPED, Mood.OPEN)
BACK = 60.0
"""Seconds within which a server answers queries again."""


def run(sizes: Sizes, data: Path) -> Report:
    """Ask a server, and run commands, in every mood of the way to its database."""
    report = Report("Neo4j slow, silent, stopped, back")
    try:
        server = neo4j_server()
    except pytest.skip.Exception as missing:
        report.figures = {"not run": str(missing)}
        return report
    there = urlsplit(server.uri)
    store = Neo4jStore(server.uri, server.user, server.password)
    graph = VersionStore(data).read().graph
    told: Counter[str] = Counter()
    with TemporaryDirectory() as folder, relayed(str(there.hostname), int(there.port or 7687)) as relay:
        store.write(graph, "2026-11-24T00:00:00+00:00")
        access = {
            "NEO4J_URI": f"bolt://127.0.0.1:{relay.port}", "NEO4J_USER": server.user, "NEO4J_PASSWORD": server.password,
        }  # fmt: skip
        with served(Path(folder), SUPPLYGRAPH_CYPHER_SECONDS=str(SECONDS), **access) as asked:
            for mood in MOODS:
                relay.be(mood)
                _ask(report, told, asked, mood)
                _command(report, told, Path(folder), mood, access)
            _taken_up(report, asked, relay, store, graph)
    report.expect(store.read(checked=True).graph.version != "", "the database holds no whole graph")
    store.close()
    report.figures = dict(sorted(told.items()))
    return report


def _ask(report: Report, told: Counter[str], server: Served, mood: Mood) -> None:
    for address in HELD:
        answer = httpx2.get(server.address + address, timeout=60)
        report.expect(answer.status_code == 200, f"{mood}: {address} {answer.status_code} {answer.text[:200]}")
    until = time.monotonic() + BACK
    while True:
        started = time.perf_counter()
        answer = httpx2.post(f"{server.address}/v1/cypher", json=QUERY, timeout=90)
        took = time.perf_counter() - started
        told[f"{mood} {answer.status_code}"] += 1
        report.expect(answer.status_code in (200, 503, 504), f"{mood}: {answer.status_code} {answer.text[:300]}")
        report.expect(took < SECONDS + 1, f"{mood}: a query took {took:.1f} s of {SECONDS}")
        if answer.status_code == 200 or mood in (Mood.SILENT, Mood.STOPPED):
            return
        if time.monotonic() > until:
            report.expect(False, f"{mood}: no query is answered within {BACK:g} s: {answer.text[:300]}")
            return
        time.sleep(1)


def _command(report: Report, told: Counter[str], data: Path, mood: Mood, access: dict[str, str]) -> None:
    for given in COMMANDS:
        done = done_in(data, *given, **access)
        told[f"{mood} {given[0]} leaves with {done.returncode}"] += 1
        report.expect(is_told(done), f"{mood}: {given[0]} left with {done.returncode}: {done.stderr[-300:]}")
        report.expect(access["NEO4J_PASSWORD"] not in done.stdout + done.stderr, f"{mood}: {given[0]} tells a password")


def _taken_up(report: Report, server: Served, relay: Relay, store: Neo4jStore, graph: KnowledgeGraph) -> None:
    """Replace the graph while a server cannot see it; afterwards it is taken up."""
    relay.be(Mood.STOPPED)
    other = KnowledgeGraph.build(list(graph.facts())[:-1])
    store.write(other, "2026-11-25T00:00:00+00:00")
    relay.be(Mood.OPEN)
    until = time.monotonic() + BACK
    while (version := httpx2.get(f"{server.address}/ready", timeout=60).json()["graph_version"]) != other.version:
        if time.monotonic() > until:
            report.expect(False, f"{version[:12]} is served, {other.version[:12]} is in the database")
            return
        time.sleep(0.5)
