"""Each wall alone: the reader without guard and worker, the worker without guard and reader.

The guard alone is tests/graph/stores/test_guard.py, where there is no engine at all.
"""

import asyncio
import json
import secrets
import shutil
import subprocess
import sys
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager, suppress
from pathlib import Path

import psutil
import pytest
from neo4j import READ_ACCESS, WRITE_ACCESS, AsyncGraphDatabase, Driver, GraphDatabase, Query
from neo4j.exceptions import DriverError, Neo4jError

from graph.stores.embedded.engine import free_ports
from graph.stores.embedded.engine_process import DATABASE
from graph.stores.embedded.projection_folder import ProjectionFolder
from graph.stores.workers import worker
from graph.stores.workers.pool import Running, WorkerPool
from tests.graph.stores.attacks import BOMBS, REFUSED

pytestmark = pytest.mark.quiet

SECONDS = 2.0
STATE = "MATCH (n) WHERE NOT n:GraphSwitch OPTIONAL MATCH (n)-[r]->() RETURN count(DISTINCT n) AS n, count(r) AS r"
NAMES = "MATCH (n:Entity) RETURN n.id AS id, n.name AS name, labels(n) AS labels ORDER BY id"
MALFORMED = {"deep brackets", "deep lists", "a megabyte", "a megabyte of terms", "megabyte comment", "null character"}
"""What only makes an engine work hard; the worker's part of this file sends it."""
HARD = ["doubled string", "long list", "deep undirected paths", "one huge value", "wide rows", *sorted(MALFORMED)]
"""One for each limit of a worker; the other bombs pass the guard, so tests/graph/stores/test_attacks.py sends them."""
STATEMENTS = {name: query for name, query in REFUSED.items() if name not in MALFORMED}

ENGINE = """
import json, os, sys
from pathlib import Path
from graph.stores.embedded.engine_process import Doors, start_server, write_accounts
settings = json.loads(sys.stdin.readline())
root = Path(settings["root"])
write_accounts(root, {"reader": settings["password"], "writer": settings["password"]})
server = start_server(
    root, Path(settings["databases"]), settings["mode"], doors=Doors(*settings["doors"]),
    seconds=settings["seconds"], heap_mb=512,
)
print("ready", flush=True)
sys.stdin.read()
os._exit(0)
"""


@contextmanager
def engine(root: Path, databases: Path, mode: str) -> Iterator[tuple[str, str]]:
    """Start the embedded engine with both accounts, in either mode; give its address and their password."""
    doors = free_ports()
    password = secrets.token_urlsafe(32)
    settings = {"root": str(root), "databases": str(databases), "mode": mode, "password": password,
                "doors": doors, "seconds": SECONDS}  # fmt: skip
    process = subprocess.Popen(
        [sys.executable, "-c", ENGINE], stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL,
        text=True, cwd=Path(__file__).parents[3],
    )  # fmt: skip
    try:
        process.stdin.write(json.dumps(settings) + "\n")
        process.stdin.flush()
        assert process.stdout.readline() == "ready\n"
        yield f"bolt://127.0.0.1:{doors.bolt}", password
    finally:
        process.kill()
        process.wait()
        process.stdin.close()
        process.stdout.close()


def send_all(driver: Driver, database: str, mode: str) -> str:
    """Send every statement straight to an engine; return all that it answered."""
    told = []
    for query in STATEMENTS.values():
        with (
            suppress(Neo4jError, DriverError, OSError),
            driver.session(database=database, default_access_mode=mode) as session,
        ):
            told.append(str(session.run(Query(query, timeout=SECONDS), a=1, code="CREATE (n)").data()))
    return " ".join(told)


def state(driver: Driver, database: str) -> list[object]:
    """Return all that a statement could have changed."""
    with driver.session(database=database, default_access_mode=READ_ACCESS) as session:
        return [session.run(STATE).data(), session.run(NAMES).data()]


@pytest.fixture
def databases(embedded, tmp_path) -> Path:
    """A copy of the small world's projection, which may be spoilt."""
    found = ProjectionFolder(embedded.service.backend._folder._data).find(embedded.graph.version)
    assert found is not None
    copy = tmp_path / "databases"
    shutil.copytree(found, copy)
    return copy


@pytest.mark.parametrize(("account", "mode"), [("reader", "read_write"), ("writer", "read_only")])
def test_the_embedded_reader_alone_lets_nothing_through(databases, tmp_path, account, mode):
    """Two things make a reader there, the account and the mode of the files; each holds without the other."""
    with (
        engine(tmp_path / "server", databases, mode) as (uri, password),
        GraphDatabase.driver(uri, auth=(account, password), max_transaction_retry_time=0) as driver,
    ):
        before = state(driver, DATABASE)
        told = send_all(driver, DATABASE, WRITE_ACCESS)
        assert state(driver, DATABASE) == before
    assert "root:" not in told, "a file was read"


def test_the_writing_account_can_write_or_the_test_above_shows_nothing(databases, tmp_path):
    with (
        engine(tmp_path / "server", databases, "read_write") as (uri, password),
        GraphDatabase.driver(uri, auth=("writer", password)) as driver,
    ):
        before = state(driver, DATABASE)
        driver.execute_query("CREATE (n:Entity {id: 'evil', name: 'evil'})", database_=DATABASE)
        assert state(driver, DATABASE) != before
        driver.execute_query("MATCH (n:Entity {id: 'evil'}) DELETE n", database_=DATABASE)


@pytest.mark.neo4j
def test_the_neo4j_reader_alone_lets_nothing_be_written(on_neo4j, server, neo4j_store):
    """READ mode. It would let SHOW, TERMINATE and LOAD CSV over http through: those rest on the guard."""
    neo4j_store.write(on_neo4j.graph, "test")
    with GraphDatabase.driver(
        server.uri, auth=(server.user, server.password), notifications_min_severity="OFF", max_transaction_retry_time=0
    ) as driver:
        before = state(driver, "neo4j")
        schema = driver.execute_query("SHOW CONSTRAINTS YIELD name RETURN collect(name) AS c", database_="neo4j")
        told = send_all(driver, "neo4j", READ_ACCESS)
        assert state(driver, "neo4j") == before
        after = driver.execute_query("SHOW CONSTRAINTS YIELD name RETURN collect(name) AS c", database_="neo4j")
        assert after.records == schema.records
    assert "root:" not in told, "a file was read"


@pytest.mark.neo4j
@pytest.mark.parametrize("query", ["CREATE (n:Entity {id: 'evil'}) RETURN n", "MATCH (n:Entity) SET n.name = 'evil'"])
def test_the_worker_alone_keeps_no_write_on_neo4j(on_neo4j, server, neo4j_store, query):
    """Its transaction is never committed, and is refused when the server counted an update."""
    neo4j_store.write(on_neo4j.graph, "test")
    job: worker.Job = {
        "uri": server.uri, "user": server.user, "password": server.password, "database": "neo4j", "http": None,
        "version": None, "query": query, "asked": query, "mode": "run", "parameters": {}, "bolt": 0, "rows": 10,
        "bytes": 10_000, "seconds": 5.0,
    }  # fmt: skip

    async def write() -> None:
        async with (
            AsyncGraphDatabase.driver(server.uri, auth=(server.user, server.password)) as driver,
            driver.session(database="neo4j", default_access_mode=WRITE_ACCESS) as session,
        ):
            await worker._run_neo4j(job, session)

    # In a thread of its own: a browser of other tests may keep a loop running in this one.
    with ThreadPoolExecutor(1) as thread, pytest.raises(worker.WriteAttemptedError):
        thread.submit(lambda: asyncio.run(write())).result()
    assert neo4j_store.read().graph.version == on_neo4j.graph.version


@pytest.mark.parametrize("name", HARD)
def test_the_worker_alone_keeps_time_size_and_memory(asked, name):
    """No guard: the text goes straight to a worker; the account cannot matter to a query that only reads."""
    query = {**BOMBS, **REFUSED}[name]
    memory = psutil.Process().memory_info().rss
    pool = WorkerPool(1, 512)
    try:
        with asked.service.backend.lend(asked.graph.version, 20) as target:
            job = {
                "uri": target.uri, "user": target.user, "password": target.password, "database": target.database,
                "http": target.http, "version": target.version, "query": query, "asked": query, "mode": "run",
                "parameters": {"code": "1"}, "bolt": 0, "rows": 100, "bytes": 100_000, "seconds": SECONDS,
            }  # fmt: skip
            pool.run({**job, "query": "RETURN 1", "asked": "RETURN 1"}, 20, 1_000_000, Running())
            started = time.perf_counter()
            with suppress(TimeoutError, ConnectionError):
                answer = pool.run(job, SECONDS + 0.3, 1_000_000, Running())
                assert len(answer) < 1_000_000
            assert time.perf_counter() - started < SECONDS + 1
        asked.service.backend.renew(target.uri)
    finally:
        pool.close()
    assert psutil.Process().memory_info().rss - memory < 100 * 1024 * 1024
    assert asked.rows("RETURN 1") == [[1]]
