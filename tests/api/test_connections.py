"""Connections that are slow, idle or broken, against the real server: they end in time, and others are answered."""

import socket
import subprocess
import sys
import threading
import time
import urllib.request
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest
import uvicorn

from api.middleware.connections import bounded
from graph.stores.versions.store import VersionStore
from tests.api.processes import started
from tests.environment import unset

ROOT = Path(__file__).parents[2]
MOST = 40


@pytest.fixture(scope="module")
def port(tmp_path_factory, m1) -> Iterator[int]:
    """A server with short limits."""
    folder = tmp_path_factory.mktemp("connections")
    VersionStore(folder).write(m1, "2026-01-01T00:00:00+00:00")
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    limits = {"HEAD_SECONDS": "2", "SEND_SECONDS": "2", "BODY_SECONDS": "2", "CONNECTIONS": str(MOST)}
    process = subprocess.Popen(
        [sys.executable, "-m", "api.cli", "serve", "--port", str(port)],
        cwd=ROOT, stdout=subprocess.DEVNULL,
        env={**unset(), "SUPPLYGRAPH_DATA": str(folder), **{f"SUPPLYGRAPH_{k}": v for k, v in limits.items()}},
    )  # fmt: skip
    for _ in range(600):
        try:
            urllib.request.urlopen(f"http://127.0.0.1:{port}/ready", timeout=30).close()
            break
        except OSError:
            assert process.poll() is None
            time.sleep(0.1)
    yield port
    process.terminate()
    process.wait()


def connected(port: int, sent: bytes = b"") -> socket.socket:
    opened = socket.create_connection(("127.0.0.1", port), timeout=30)
    opened.sendall(sent)
    return opened


def rest(opened: socket.socket) -> bytes:
    """Return what still comes, until the other side closes."""
    parts = []
    try:
        while part := opened.recv(65_536):
            parts.append(part)
    except ConnectionResetError:
        pass
    return b"".join(parts)


def answers(port: int) -> None:
    with urllib.request.urlopen(f"http://127.0.0.1:{port}/v1/nodes", timeout=30) as answer:
        assert answer.status == 200


HEAD = b"POST /v1/cypher HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\nContent-Length: 50\r\n\r\n"


@pytest.mark.parametrize("sent", [b"", b"GET /v1/nodes HTTP/1.1\r\nHost: local"], ids=["nothing", "half a head"])
def test_a_request_that_does_not_come_ends(port, sent):
    with connected(port, sent) as opened:
        assert rest(opened) == b""
    answers(port)


def test_a_head_that_comes_byte_by_byte_ends(port):
    with connected(port) as opened:
        sent = 0
        try:
            while sent < 300:
                opened.sendall(b"X")
                sent += 1
                time.sleep(0.1)
        except OSError:
            pass
    assert sent < 300, "30 seconds later it was still taken"
    answers(port)


def test_a_body_that_does_not_come_is_told_so(port):
    with connected(port, HEAD + b"{") as opened:
        assert b"408" in opened.recv(65_536).partition(b"\r\n")[0]


MORE_THAN_BUFFERS_HOLD = 150
"""Answers of a third of a megabyte each; a small buffer of our own would take minutes to empty."""


def test_a_reader_that_reads_nothing_is_let_go(port):
    with connected(port) as opened:
        asked = b"GET /openapi.json HTTP/1.1\r\nHost: localhost\r\n\r\n" * MORE_THAN_BUFFERS_HOLD
        opened.sendall(asked)
        time.sleep(6)
        got = rest(opened)
    assert 0 < got.count(b"HTTP/1.1 200") < MORE_THAN_BUFFERS_HOLD, "the rest was never sent"
    answers(port)


def test_what_is_no_http_is_a_problem_with_safe_headers(port):
    with connected(port, b"\x16\x03\x01 hello\r\n\r\n") as opened:
        told = rest(opened)
    assert told.startswith(b"HTTP/1.1 400")
    assert b"application/problem+json" in told
    assert b"Content-Security-Policy" in told


def test_idle_connections_beyond_the_bound_give_way(port):
    idle = [connected(port) for _ in range(3 * MOST)]
    try:
        answers(port)
        time.sleep(0.2)
        gone = 0
        for opened in idle:
            opened.settimeout(0.01)
            try:
                gone += opened.recv(1) == b""
            except ConnectionResetError:
                gone += 1
            except TimeoutError:
                pass
        assert gone >= 2 * MOST
        answers(port)
    finally:
        for opened in idle:
            opened.close()


def test_small_packets_do_not_wait_for_others_on_a_socket_that_was_opened_before():
    made = []

    class Looked(bounded(10, 2.0, 2.0)):
        def connection_made(self, transport):
            super().connection_made(transport)
            made.append(transport.get_extra_info("socket").getsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY))

    async def app(scope, receive, send):
        await send({"type": "http.response.start", "status": 204, "headers": []})
        await send({"type": "http.response.body"})

    with socket.socket() as opened:  # as uvicorn opens it for several workers
        opened.bind(("127.0.0.1", 0))
        opened.listen()
        server = uvicorn.Server(uvicorn.Config(app, http=Looked, lifespan="off", log_level="error"))
        thread = threading.Thread(target=server.run, kwargs={"sockets": [opened]})
        thread.start()
        urllib.request.urlopen(f"http://127.0.0.1:{opened.getsockname()[1]}/").close()
        server.should_exit = True
        thread.join()
    assert made
    assert all(made)


FEW = (
    "-c",
    "import resource, sys; from api.cli import main;"
    "resource.setrlimit(resource.RLIMIT_NOFILE, (64, int(sys.argv[1]))); sys.argv[1:2] = ['serve', '--port']; main()",
)
"""A server that may have few files open, and may or may not raise that."""


@pytest.mark.parametrize("most", [4096, 400])
def test_a_limit_of_open_files_stops_nobody_from_being_taken_up(tmp_path, m1, most):
    VersionStore(tmp_path / "data").write(m1, "2026-01-01T00:00:00+00:00")
    with (
        (tmp_path / "log").open("wb") as log,
        started(tmp_path / "data", (*FEW, str(most)), {"NEO4J_URI": ""}, log) as (address, _),
        ExitStack() as idle,
    ):
        for _ in range(300):
            idle.enter_context(connected(int(address.rpartition(":")[2])))
        for path in ("/health", "/v1/nodes/company:asml"):
            with urllib.request.urlopen(address + path, timeout=5) as answer:
                assert answer.status == 200
    assert "accept" not in (tmp_path / "log").read_text()
