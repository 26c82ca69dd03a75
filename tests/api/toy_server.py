"""A server of toys, and what is asked of it."""

import time
from collections import Counter
from collections.abc import Callable
from pathlib import Path

import httpx2

TOYS = (str(Path("tests") / "api" / "toys.py"),)
SETTINGS = {"SUPPLYGRAPH_WORKERS": "2", "SUPPLYGRAPH_SECONDS": "10", "SUPPLYGRAPH_DRAIN_SECONDS": "10", "NEO4J_URI": ""}


def do(client: httpx2.Client, what: str, **given: object) -> httpx2.Response:
    return client.get("/v1/do", params={"what": what, **given})


def pid(client: httpx2.Client) -> int:
    return do(client, "nothing").json()["pid"]


def metrics(client: httpx2.Client) -> Counter[str]:
    lines = client.get("/metrics").text.splitlines()
    return Counter(
        {name: float(value) for name, _, value in (line.rpartition(" ") for line in lines if line[0] != "#")}
    )


def eventually(holds: Callable[[], object], seconds: float = 20.0) -> None:
    deadline = time.monotonic() + seconds
    while not holds():
        assert time.monotonic() < deadline
        time.sleep(0.05)
