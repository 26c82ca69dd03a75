"""The real server as a user starts it, its memory and its counters."""

import os
import re
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import httpx2
import psutil

from tests.trust.stage import ROOT


class Served:
    """A running server."""

    def __init__(self, address: str, process: subprocess.Popen[bytes]) -> None:
        self.address = address
        self.process = process

    def metric(self, name: str) -> float:
        """Return the sum of the values of a metric."""
        text = httpx2.get(f"{self.address}/metrics", timeout=30).text
        return sum(float(value) for value in re.findall(rf"^{name}(?:\{{[^}}]*\}})? (\S+)$", text, re.MULTILINE))

    @property
    def megabytes(self) -> float:
        """Resident memory of the server itself, without the processes it started."""
        return psutil.Process(self.process.pid).memory_info().rss / 1e6

    @property
    def cpu(self) -> float:
        """Seconds of processor that it took so far."""
        times = psutil.Process(self.process.pid).cpu_times()
        return times.user + times.system


@contextmanager
def served(data: Path, **settings: str) -> Iterator[Served]:
    """Start a server over a data folder; it has ended afterwards, within the time that it states."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("SUPPLYGRAPH_", "NEO4J_"))}
    process = subprocess.Popen(
        [sys.executable, "-m", "api.cli", "serve", "--port", str(port)],
        cwd=ROOT, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
        env=kept | {"SUPPLYGRAPH_DATA": str(data), "SUPPLYGRAPH_LOG": "warning", **settings},
    )  # fmt: skip
    address = f"http://127.0.0.1:{port}"
    try:
        deadline = time.monotonic() + 120
        while not _is_ready(address):
            assert process.poll() is None, "the server ended"
            assert time.monotonic() < deadline, "the server did not get ready"
            time.sleep(0.1)
        yield Served(address, process)
    finally:
        process.terminate()
        process.wait(60)


def _is_ready(address: str) -> bool:
    try:
        return httpx2.get(f"{address}/ready", timeout=60).status_code == 200
    except httpx2.HTTPError:
        return False
