"""Real server processes: several over one Neo4j that is replaced under them, and callers that go away."""

import json
import socket
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from pathlib import Path

import httpx2
import pytest
from neo4j import GraphDatabase

from api.current import CurrentGraph
from api.cypher_answers import answer_with_sources
from api.settings import Settings
from graph.errors import ReplacedError
from graph.facts.fact import NodeFact, Source
from graph.knowledge_graph import KnowledgeGraph
from graph.stores.connection import CypherAnswer, CypherLimits, neo4j_service
from graph.stores.neo4j import Neo4jStore
from graph.stores.versions.store import VersionStore
from tests.api.processes import serving
from tests.neo4j.server import Server, neo4j_server

pytestmark = pytest.mark.quiet

SIZE = 300
COMPANIES = "MATCH (n:Company) RETURN n.name AS name, n.sources[0] AS source, count(*) AS n, collect(n)[0] AS one"
WARMING = {"SUPPLYGRAPH_CYPHER_SECONDS": "30"}
"""Time enough for the first query of a server that is still warming up: how long it takes is not what is tested."""
ENDLESS = "UNWIND range(1, 1000000) AS x UNWIND range(1, 1000000) AS y WITH x, y WHERE x * y < 0 RETURN x"


def world(name: str) -> KnowledgeGraph:
    """A graph whose every company, and whose source, has one name."""
    source = Source(id="facts:test/page", dataset="facts:test", title=name, publisher=name, url="u", licence="CC0")
    return KnowledgeGraph.build(
        NodeFact(id=f"company:c{i}", kind="Company", name=name, source=source) for i in range(SIZE)
    )


@pytest.fixture(scope="module")
def server() -> Server:
    """The Neo4j of the tests."""
    return neo4j_server()


def settings(server: Server) -> dict[str, str]:
    return {"NEO4J_URI": server.uri, "NEO4J_USER": server.user, "NEO4J_PASSWORD": server.password}


@pytest.mark.neo4j
def test_a_process_that_is_told_of_a_replaced_version_takes_up_the_newest(server, tmp_path):
    worlds = [world("first"), world("second"), world("third")]
    with closing(Neo4jStore(server.uri, server.user, server.password)) as store:
        store.write(worlds[0], "test")
        there = {name.lower(): value for name, value in settings(server).items()}
        current = CurrentGraph(Settings(data=tmp_path, **there))
        assert current.get().graph.version == worlds[0].version
        for newer in worlds[1:]:
            store.write(newer, "test")
        assert current.hold(worlds[1].version).graph.version == worlds[2].version
        with pytest.raises(ReplacedError, match="it holds"):
            current.at(worlds[1].version)
        current.close()


@pytest.mark.neo4j
def test_rows_whose_graph_is_replaced_before_their_sources_are_read_are_asked_for_anew(server):
    worlds = [world("before"), world("after")]
    with (
        closing(Neo4jStore(server.uri, server.user, server.password)) as store,
        closing(neo4j_service(server.uri, server.user, server.password, CypherLimits())) as service,
    ):
        store.write(worlds[0], "test")
        asked = []

        def ask() -> CypherAnswer:
            found = service.run(COMPANIES, version=store.current() or "")
            asked.append(found.version)
            if len(asked) == 1:
                store.write(worlds[1], "test")
            return found

        answer = json.loads(answer_with_sources(ask, lambda version: store.read(version).graph.sources))
    assert asked == [worlds[0].version, worlds[1].version]
    assert answer["meta"]["graph_version"] == worlds[1].version
    assert [row[0] for row in answer["rows"]] == ["after"]
    assert {source["title"] for source in answer["sources"].values()} == {"after"}


@pytest.mark.neo4j
def test_processes_over_one_neo4j_swap_without_a_restart_and_mix_no_versions(server, tmp_path):
    worlds = [world("old"), world("new")]
    names = {graph.version: name for graph, name in zip(worlds, ("old", "new"), strict=True)}
    store = Neo4jStore(server.uri, server.user, server.password)
    store.write(worlds[0], "test")
    over = threading.Event()

    def ask(address: str) -> tuple[set[str], list[str]]:
        """Ask until it is over; return the versions seen, and what was wrong."""
        seen, wrong = set(), []
        with httpx2.Client(base_url=address, timeout=60) as client:
            while not over.is_set():
                answer = client.post("/v1/cypher", json={"query": COMPANIES})
                body = answer.json()
                if answer.status_code != 200:
                    wrong.append(f"{answer.status_code} {body.get('detail')}")
                    continue
                name = names[body["meta"]["graph_version"]]
                titles = {source["title"] for source in body["sources"].values()}
                if [(row[0], row[2]) for row in body["rows"]] != [(name, SIZE)] or titles != {name}:
                    wrong.append(f"{body['meta']['graph_version'][:8]} {name}: {body['rows']} {titles}")
                listed = client.get("/v1/nodes", params={"kind": "Company", "limit": 100}).json()
                if {node["name"] for node in listed["items"]} != {names[listed["meta"]["graph_version"]]}:
                    wrong.append(f"nodes of {listed['meta']['graph_version'][:8]} are mixed")
                seen |= {body["meta"]["graph_version"], listed["meta"]["graph_version"]}
        return seen, wrong

    with (
        serving(tmp_path / "one", **WARMING, **settings(server)) as one,
        serving(tmp_path / "two", **WARMING, **settings(server)) as two,
        ThreadPoolExecutor(4) as threads,
    ):
        asking = [threads.submit(ask, address) for address in (one, two, one, two)]
        for turn in range(8):
            time.sleep(0.7)
            store.write(worlds[(turn + 1) % 2], "test")
        last = store.current()
        deadline = time.monotonic() + 20
        while {httpx2.get(f"{address}/ready").json()["graph_version"] for address in (one, two)} != {last}:
            assert time.monotonic() < deadline, "a process did not take the new graph up"
            time.sleep(0.1)
        over.set()
        answers = [future.result() for future in asking]
    store.close()
    assert [wrong for _, wrong in answers] == [[], [], [], []]
    assert all(seen == set(names) for seen, _ in answers)


def leave(address: str, query: str) -> None:
    """Send a query and go away while it runs."""
    host, _, port = address.removeprefix("http://").partition(":")
    body = json.dumps({"query": query}).encode()
    with socket.create_connection((host, int(port))) as caller:
        head = f"POST /v1/cypher HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nContent-Length: {len(body)}"
        caller.sendall(f"{head}\r\n\r\n".encode() + body)
        time.sleep(1.0)


def assert_callers_that_leave_free_the_workers(address: str) -> None:
    """There are fewer workers than queries here, so the honest one waits unless they were stopped."""
    honest = {"query": "MATCH (n:Company) RETURN count(n) AS n"}
    assert httpx2.post(f"{address}/v1/cypher", json=honest, timeout=60).json()["rows"] == [[SIZE]]
    with ThreadPoolExecutor(6) as threads:
        list(threads.map(leave, [address] * 6, [ENDLESS] * 6))
    started = time.perf_counter()
    assert httpx2.post(f"{address}/v1/cypher", json=honest, timeout=60).json()["rows"] == [[SIZE]]
    assert time.perf_counter() - started < 5


def test_a_caller_that_goes_away_stops_its_query_on_the_embedded_engine(tmp_path: Path):
    VersionStore(tmp_path).write(world("one"), "2026-11-23")
    with serving(tmp_path, SUPPLYGRAPH_CYPHER_SECONDS="60", NEO4J_URI="") as address:
        assert_callers_that_leave_free_the_workers(address)


@pytest.mark.neo4j
def test_a_caller_that_goes_away_stops_its_query_on_neo4j(server, tmp_path: Path):
    store = Neo4jStore(server.uri, server.user, server.password)
    store.write(world("one"), "test")
    store.close()
    with serving(tmp_path, SUPPLYGRAPH_CYPHER_SECONDS="60", **settings(server)) as address:
        assert_callers_that_leave_free_the_workers(address)
        with GraphDatabase.driver(server.uri, auth=(server.user, server.password)) as driver:
            text = "SHOW TRANSACTIONS YIELD currentQuery, status WHERE currentQuery STARTS WITH 'UNWIND' RETURN status"
            deadline = time.monotonic() + 5
            while driver.execute_query(text, database_="neo4j").records:
                assert time.monotonic() < deadline, "the server still runs what its callers left"
                time.sleep(0.1)
