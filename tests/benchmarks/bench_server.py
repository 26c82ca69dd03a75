"""Time every measure's own example end to end, over real connections: cold, then with 1, 8 and 32 callers.

Run: ``make bench``, or this file with a folder of a built graph (what ships is built aside when left out). The first
table is of a server that keeps no answers, the second of one as it is set up; callers wait for nothing between two
requests.
"""

import json
import os
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path

import httpx2
import numpy as np

ROOT = Path(__file__).parents[2]
sys.path.insert(0, str(ROOT))

from graph.knowledge_graph import KnowledgeGraph  # noqa: E402 - the root is put on the path first
from graph.measures.declared import every  # noqa: E402
from graph.stores.versions.store import VersionStore  # noqa: E402
from loaders.registry import collect  # noqa: E402

CALLERS = (1, 8, 32)
REQUESTS = 64
"""Of each number of callers, where they are answered quickly."""
SECONDS = 3.0
"""After which no more are sent."""
Operation = tuple[str, str, dict[str, str], object]


def operations() -> Iterator[Operation]:
    """Yield name, path, query and body of each measure's example."""
    for measure in every():
        given = dict(measure.example)
        path = measure.path.format_map({name: given.pop(name) for name in measure.in_path})
        body = given.pop(measure.body, None) if measure.body else None
        yield measure.name, f"/v1{path}", {name: str(value) for name, value in given.items()}, body


@contextmanager
def serving(data: Path, **settings: str) -> Iterator[str]:
    """Give the address of a server, and say how long it took to be ready."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    started = time.perf_counter()
    ours = {"SUPPLYGRAPH_DATA": str(data), "SUPPLYGRAPH_PLACES": "1000", "SUPPLYGRAPH_LOG": "warning"}
    process = subprocess.Popen(
        [sys.executable, "-m", "api.cli", "serve", "--port", str(port)],
        cwd=ROOT,
        stdout=subprocess.DEVNULL,
        env={**os.environ, **ours, **settings},
    )
    address = f"http://127.0.0.1:{port}"
    try:
        while True:
            try:
                if httpx2.get(f"{address}/ready", timeout=60).status_code == 200:
                    break
            except httpx2.ConnectError:
                time.sleep(0.01)
        print(f"\nready after {time.perf_counter() - started:.2f} s of the clock\n")
        yield address
    finally:
        process.terminate()
        process.wait()


def ask(client: httpx2.Client, operation: Operation) -> tuple[float, int, bool]:
    """Return milliseconds, bytes on the wire, and whether it was answered: too much at once is refused."""
    _, path, query, body = operation
    started = time.perf_counter()
    answer = client.request("GET" if body is None else "POST", path, params=query, json=body)
    assert answer.status_code in (200, 503, 504), (path, answer.text[:300])
    size = int(answer.headers.get("content-length", len(answer.content)))
    return 1e3 * (time.perf_counter() - started), size, answer.status_code == 200


def asked_by(callers: int, client: httpx2.Client, operation: Operation) -> str:
    """Return in words the milliseconds of several requests by so many callers at once, and how many were refused."""
    until = time.monotonic() + SECONDS

    def one(number: int) -> list[tuple[float, int, bool]]:
        return [ask(client, operation)] if number < callers or time.monotonic() < until else []

    with ThreadPoolExecutor(callers) as pool:
        found = [each for some in pool.map(one, range(REQUESTS)) for each in some]
    taken = [milliseconds for milliseconds, _, answered in found if answered]
    refused = f" ({len(found) - len(taken)} of {len(found)} refused)" if len(taken) < len(found) else ""
    return " / ".join(f"{value:.0f}" for value in np.percentile(taken or [np.nan], [50, 95, 99])) + refused


def bench(data: Path, title: str, **settings: str) -> None:
    """Print a table."""
    print(f"\n### {title}")
    with serving(data, **settings) as address, httpx2.Client(base_url=address, timeout=120) as client:
        print("| operation | kB | first | " + " | ".join(f"{n}: p50 / p95 / p99 ms" for n in CALLERS) + " |")
        print("|---|---|---|" + "---|" * len(CALLERS), flush=True)
        for operation in operations():
            first, size, _ = ask(client, operation)
            cells = [asked_by(callers, client, operation) for callers in CALLERS]
            print(f"| {operation[0]} | {size / 1e3:.0f} | {first:.0f} | " + " | ".join(cells) + " |", flush=True)


def main() -> None:
    """Print both tables."""
    with tempfile.TemporaryDirectory() as aside:
        data = Path(sys.argv[1]) if len(sys.argv) > 1 else Path(aside)
        if len(sys.argv) < 2:
            collected = collect(None, noncommercial=False, unverified=False)
            VersionStore(data).write(KnowledgeGraph.build(collected.facts), "2026-11-25", collected.reports)
        graph = VersionStore(data).read().graph
        told = json.dumps({"nodes": len(graph.nodes), "claims": len(graph.claims)})
        bench(data, f"Worked anew each time: {told}", SUPPLYGRAPH_ANSWERS_MB="0")
        bench(data, f"As set up, answers kept: {told}")


if __name__ == "__main__":
    main()
