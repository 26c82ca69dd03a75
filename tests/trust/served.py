"""The real server as a user starts it, its memory and its counters."""

import os
import re
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
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

    def family(self) -> list[psutil.Process]:
        """Return the server and its forks, workers among them, without the engine of Cypher."""
        server = psutil.Process(self.process.pid)
        return [server, *(one for one in server.children(recursive=True) if _command(one) == server.cmdline())]

    def memory(self) -> dict[int, float]:
        """Return the megabytes of each process of the family; what several share is divided among them."""
        found = {}
        for one in self.family():
            with suppress(psutil.Error):  # a worker that is being replaced
                found[one.pid] = one.memory_full_info().pss / 1e6
        return found

    @property
    def megabytes(self) -> float:
        """Memory of the family, what is shared counted once."""
        return sum(self.memory().values())

    @property
    def cpu(self) -> float:
        """Seconds of processor that the family took so far."""
        taken = 0.0
        for one in self.family():
            with suppress(psutil.Error):
                taken += sum(one.cpu_times()[:2])
        return taken


def _command(process: psutil.Process) -> list[str]:
    try:
        return process.cmdline()
    except psutil.Error:
        return []


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
