"""Servers as processes of their own, as users start them."""

import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO

import httpx2

from tests.environment import unset

ROOT = Path(__file__).parents[2]


UVICORN = ("-m", "uvicorn", "api.main:app", "--log-level", "warning", "--port")
"""As somebody starts it who has processes of his own way."""
SERVE = ("-m", "api.cli", "serve", "--port")
"""As a user starts it, with workers."""


@contextmanager
def serving(data: Path, **settings: str) -> Iterator[str]:
    """Start a server over a data folder; give its address once it answers."""
    with started(data, UVICORN, settings) as (address, _):
        yield address


@contextmanager
def started(
    data: Path, program: tuple[str, ...], settings: dict[str, str], log: IO[bytes] | None = None
) -> Iterator[tuple[str, subprocess.Popen[bytes]]]:
    """Start a program that takes a port as its last argument; give its address once it answers, and its process."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    process = subprocess.Popen(
        [sys.executable, *program, str(port)],
        cwd=ROOT, env={**unset(), "PYTHONPATH": str(ROOT), "SUPPLYGRAPH_DATA": str(data), **settings},
        stdout=subprocess.DEVNULL, stderr=log,
    )  # fmt: skip
    address = f"http://127.0.0.1:{port}"
    try:
        deadline = time.monotonic() + 60
        while not _is_ready(address):
            assert process.poll() is None, "the server ended"
            assert time.monotonic() < deadline, "the server did not get ready"
            time.sleep(0.1)
        yield address, process
    finally:
        process.terminate()
        process.wait(20)


def _is_ready(address: str) -> bool:
    try:
        return httpx2.get(f"{address}/ready", timeout=30).status_code == 200
    except httpx2.ConnectError:
        return False
