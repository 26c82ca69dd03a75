"""A Neo4j server for the tests: the one at ``NEO4J_URI``, or one fetched from Maven Central and started here.

``SUPPLYGRAPH_TEST_NEO4J`` chooses another version (2026.09.0 needs Java 21 or later: point ``JAVA_HOME`` at one).
Where there is neither Java and Maven nor ``NEO4J_URI`` the tests are skipped with the reason; with ``CI`` set they
fail.
"""

import atexit
import os
import secrets
import shutil
import socket
import subprocess
import tempfile
import time
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import IO, cast

import pytest
from neo4j import GraphDatabase
from neo4j.exceptions import Neo4jError, ServiceUnavailable

HERE = Path(__file__).parent
VERSION = os.environ.get("SUPPLYGRAPH_TEST_NEO4J", "5.26.12")
HOW = "install Java 17 and Maven (Debian: openjdk-17-jdk-headless maven), or set NEO4J_URI, NEO4J_USER, NEO4J_PASSWORD"
SETTINGS = """
server.bolt.enabled=true
server.bolt.listen_address=127.0.0.1:{port}
dbms.security.auth_enabled=true
db.transaction.timeout=30s
db.memory.transaction.max=512m
dbms.memory.transaction.total.max=512m
dbms.security.allow_csv_import_from_file_urls=false
dbms.usage_report.enabled=false
server.memory.pagecache.size=64m
"""


@dataclass(frozen=True)
class Server:
    """Where it is and who may enter."""

    uri: str
    user: str
    password: str


@cache
def neo4j_server() -> Server:
    """Return the server, started once for all tests."""
    if uri := os.environ.get("NEO4J_URI"):
        return _given(uri)
    if not (shutil.which("mvn") and _java()):
        message = f"Neo4j tests need a server: {HOW}"
        if os.environ.get("CI"):
            pytest.fail(message)
        pytest.skip(message)
    return _start()


def _given(uri: str) -> Server:
    server = Server(uri, os.environ.get("NEO4J_USER", "neo4j"), os.environ.get("NEO4J_PASSWORD", ""))
    with GraphDatabase.driver(uri, auth=(server.user, server.password)) as driver:
        query = "MATCH (n) WHERE NOT n:GraphSwitch RETURN count(n) AS n, max(n.built_at) AS built_at"
        (found,) = driver.execute_query(query, database_="neo4j").records
        if found["n"] and (found["built_at"] is None or "T" in found["built_at"]):  # tests give a day or a word
            pytest.fail(f"{uri} holds a graph that these tests would replace; give them another server")
    return server


def _java() -> str | None:
    home = os.environ.get("JAVA_HOME")
    return str(Path(home) / "bin" / "java") if home else shutil.which("java")


def cypher_shell() -> list[str]:
    """Return the command that starts cypher-shell, of the server's version, fetched the same way."""
    if not (shutil.which("mvn") and _java()):
        told = f"cypher-shell is fetched by Maven: {HOW}"
        if os.environ.get("CI"):
            pytest.fail(told)
        pytest.skip(told)
    libraries = _fetch(HERE / "shell" / "pom.xml", HERE / "lib" / f"shell-{VERSION}")
    return [str(_java()), "-cp", f"{libraries}/*", "org.neo4j.shell.Main"]


def _fetch(pom: Path, folder: Path) -> Path:
    if not (folder / "whole").exists():
        subprocess.run(
            ["mvn", "-q", "-B", "-f", pom, f"-Dneo4j.version={VERSION}",
             "dependency:copy-dependencies", f"-DoutputDirectory={folder}"],
            check=True,
        )  # fmt: skip
        (folder / "whole").touch()
    return folder


def _start() -> Server:
    libraries = _fetch(HERE / "pom.xml", HERE / "lib" / VERSION)
    home = Path(tempfile.mkdtemp(prefix="supplygraph-neo4j-"))
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    settings = home / "neo4j.conf"
    settings.write_text(SETTINGS.format(port=port))
    with (home / "output.log").open("w") as log:
        process = subprocess.Popen(
            [str(_java()), "-Xmx1g", "--add-opens=java.base/java.nio=ALL-UNNAMED", "-cp", f"{libraries}/*",
             HERE / "StartNeo4j.java", home, settings],
            stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=log, text=True,
        )  # fmt: skip
    atexit.register(_stop, process, home)
    line = cast(IO[str], process.stdout).readline()
    assert line == "ready\n", f"Neo4j {VERSION} did not start: {(home / 'output.log').read_text()[-2000:]}"
    server = Server(f"bolt://127.0.0.1:{port}", "neo4j", secrets.token_urlsafe(16))
    _set_password(server)
    return server


def _set_password(server: Server) -> None:
    for attempt in range(50):
        try:
            with GraphDatabase.driver(server.uri, auth=("neo4j", "neo4j")) as driver:
                driver.execute_query(
                    "ALTER CURRENT USER SET PASSWORD FROM 'neo4j' TO $new", new=server.password, database_="system"
                )
            return
        except (Neo4jError, ServiceUnavailable):
            if attempt == 49:
                raise
            time.sleep(0.2)


def _stop(process: subprocess.Popen[str], home: Path) -> None:
    process.kill()
    process.wait()
    shutil.rmtree(home, ignore_errors=True)
