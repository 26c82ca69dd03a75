"""The door as a newcomer opens it, by the command, and with cypher-shell."""

import os
import re
import socket
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from neo4j import GraphDatabase

from tests.neo4j.server import cypher_shell

ROOT = Path(__file__).parents[2]
TOLD = re.compile(r"Bolt at (bolt://127\.0\.0\.1:\d+)  user (\w+)  password (\S+)")


def command(data: Path, *options: str, **settings: str) -> subprocess.Popen[str]:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    return subprocess.Popen(
        [sys.executable, "-m", "api.cli", "serve", "--port", str(port), *options],
        cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True,
        env={"PATH": os.environ["PATH"], "SUPPLYGRAPH_DATA": str(data), "PYTHONUNBUFFERED": "1", **settings},
    )  # fmt: skip


@pytest.fixture(scope="module")
def told(atlas_data) -> Iterator[tuple[str, str, str]]:
    """Address, user and password, as they are printed."""
    process = command(atlas_data, "--bolt", "--bolt-port", "0")
    assert process.stdout is not None
    found = next(filter(None, map(TOLD.search, process.stdout)))
    yield found[1], found[2], found[3]
    process.terminate()
    process.communicate()


def test_what_is_printed_opens_the_door(told):
    address, user, password = told
    with GraphDatabase.driver(address, auth=(user, password), max_transaction_retry_time=120) as driver:
        assert driver.execute_query("MATCH (c:Country {id: 'country:NLD'}) RETURN c.name AS name").records[0]["name"]
    assert len(password) > 20


def test_a_port_that_is_taken_is_said_and_ends_the_command(atlas_data):
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = str(taken.getsockname()[1])
        process = command(atlas_data, "--bolt", SUPPLYGRAPH_BOLT_PORT=port)
        told, _ = process.communicate(timeout=120)
    assert process.returncode == 2
    assert f"port {port} for Bolt cannot be had" in " ".join(told.split())
    assert "Traceback" not in told


def shell(told: tuple[str, str, str], *queries: str) -> subprocess.CompletedProcess[str]:
    address, user, password = told
    options = ["-a", address, "-u", user, "-p", password, "--format", "plain"]
    return subprocess.run([*cypher_shell(), *options], input="\n".join(queries), capture_output=True, text=True)


@pytest.mark.neo4j
def test_cypher_shell_reads_and_is_refused(told):
    read = shell(
        told,
        ":param day => date('2025-01-01');",
        "MATCH (c:Country {id: 'country:NLD'}) RETURN c.name AS name, $day AS day;",
        ":begin", "RETURN 1 AS one;", ":commit", "SHOW DATABASES YIELD name;",
    )  # fmt: skip
    assert read.returncode == 0, read.stderr
    assert read.stdout.split("\n")[:6] == [
        "name, day",
        '"Netherlands", 2025-01-01',
        "one",
        "1",
        "name",
        '"supplygraph"',
    ]
    refused = shell(told, "MATCH (n) DETACH DELETE n;")
    assert refused.returncode != 0
    assert "this interface only reads" in refused.stderr
