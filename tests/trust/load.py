"""Callers of the heaviest questions while the graph is replaced, who leave, and who only hold connections."""

import json
import random
import re
import shutil
import socket
import statistics
import threading
import time
from collections import Counter, defaultdict
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from tempfile import TemporaryDirectory

import httpx2

from graph.facts.fact import EdgeFact
from graph.knowledge_graph import KnowledgeGraph
from graph.stores.versions.store import VersionStore
from tests.trust.memory import FLAT, LONG_ENOUGH, Memory
from tests.trust.served import Served, served
from tests.trust.stage import Report, Sizes

HEAVY = (
    "/v1/headlines?as_of={day}",
    "/v1/export?format=jsonl&as_of={day}",
    "/v1/exposure/chip:nvidia-h100?to=company&as_of={day}",
    "/v1/drawing/country:TWN?direction=down&format=svg&as_of={day}",
    "/v1/chokepoints?targets=kind:model&max_order=2&as_of={day}",
    "/v1/cut-sets?targets=all-models&action=ban&as_of={day}",
    "/v1/fragmentation/matrix?draws=300&as_of={day}",
    "/v1/fragmentation/timeline?step=year&from=2015-01-01&to=2026-01-01&draws=200&as_of={day}",
)
"""From seconds to as long as the budget lets them."""
DAYS = ("2026-06-01", "2026-03-01", "2025-12-01", "2025-06-01")
"""Questions are asked of several days, so that not every answer is at hand already."""
CHEAP = "/v1/nodes/company:asml?as_of=2026-06-01"
ALLOWED = {200, 503, 504}
IDLE = httpx2.Limits(keepalive_expiry=2)
"""Callers let a connection go before the server does, so that no question meets one that is being closed."""


def run(sizes: Sizes, data: Path) -> Report:
    """Load the server, and compare every whole answer with that of a quiet one."""
    report = Report("heavy callers, three replacements")
    with TemporaryDirectory() as folder:
        store = VersionStore(Path(shutil.copytree(data, Path(folder) / "data")))
        versions = _versions(store)
        expected = _expected(store, versions, HEAVY[: sizes.heavy])
        store.use(versions[0])
        with served(store.folder, SUPPLYGRAPH_CONNECTIONS="600") as server:
            _load(report, sizes, server, store, versions, expected)
    return report


def _versions(store: VersionStore) -> list[str]:
    """Return two versions: the graph, and the same without some of its relations."""
    graph = store.read().graph
    facts = list(graph.facts())
    dropped = {id(one) for one in [fact for fact in facts if isinstance(fact, EdgeFact)][::97]}
    other = KnowledgeGraph.build([fact for fact in facts if id(fact) not in dropped])
    store.write(other, "2026-11-25T00:00:00+00:00")
    return [graph.version, other.version]


def _expected(store: VersionStore, versions: list[str], heavy: tuple[str, ...]) -> dict[tuple[str, str], str]:
    """Return the answers of a quiet server, by version and address; those that take too long are left out."""
    found = {}
    for version in versions:
        store.use(version)
        with served(store.folder, SUPPLYGRAPH_SECONDS="60") as server:
            for address in (*(one.format(day=day) for one in heavy for day in DAYS), CHEAP):
                answer = httpx2.get(server.address + address, timeout=100)
                if answer.status_code == 200:
                    found[version[:12], address] = _content(answer)
    return found


def _content(answer: httpx2.Response) -> str:
    """Return an answer without what a limit of time may change."""
    if answer.headers["content-type"].startswith("application/json"):
        body = answer.json()
        limited = any(
            "second" in str(one) or "time" in str(one) for one in body.get("meta", {}).get("limits", {}).items()
        )
        return "" if limited else json.dumps(body, sort_keys=True)
    return answer.text


def _load(
    report: Report,
    sizes: Sizes,
    server: Served,
    store: VersionStore,
    versions: list[str],
    expected: dict[tuple[str, str], str],
) -> None:
    statuses: Counter[int] = Counter()
    took: dict[str, list[float]] = defaultdict(list)
    compared, memory = Counter[str](), Memory(server)
    until = time.monotonic() + sizes.seconds

    def heavy(number: int) -> None:
        chance = random.Random(number)
        with httpx2.Client(timeout=120, limits=IDLE) as client:
            while time.monotonic() < until:
                address = chance.choice(HEAVY[: sizes.heavy]).format(day=chance.choice(DAYS))
                try:
                    answer = client.get(server.address + address)
                except httpx2.HTTPError as error:
                    report.expect(False, f"{address}: {error!r}")
                    continue
                statuses[answer.status_code] += 1
                took["heavy"].append(answer.elapsed.total_seconds())
                report.expect(answer.status_code in ALLOWED, f"{address}: {answer.status_code} {answer.text[:200]}")
                if answer.status_code == 200:
                    _compare(report, compared, expected, address, answer)
                else:
                    time.sleep(min(float(answer.headers.get("retry-after", 1)), 2))

    def steady(name: str, address: str) -> None:
        with httpx2.Client(timeout=60, limits=IDLE) as client:
            while time.monotonic() < until:
                started = time.perf_counter()
                try:
                    answer = client.get(server.address + address)
                except httpx2.HTTPError as error:
                    report.expect(False, f"{address}: {error!r}")
                    continue
                took[name].append(time.perf_counter() - started)
                report.expect(answer.status_code in ALLOWED, f"{address}: {answer.status_code}")
                time.sleep(0.1)

    def replace() -> None:
        for turn in range(sizes.replacements):
            time.sleep(sizes.seconds / (sizes.replacements + 1))
            store.use(versions[(turn + 1) % 2])

    def remember() -> None:
        while time.monotonic() < until:
            memory.look()
            time.sleep(0.5)

    with ThreadPoolExecutor(sizes.callers + 4) as pool:
        done = [pool.submit(heavy, number) for number in range(sizes.callers)]
        done += [pool.submit(steady, "health", "/health"), pool.submit(steady, "cheap", CHEAP), pool.submit(replace)]
        done.append(pool.submit(remember))
        for one in done:
            one.result()
    report.figures = {
        "callers": sizes.callers, "seconds": sizes.seconds, "replacements": sizes.replacements,
        **{str(status): count for status, count in sorted(statuses.items())},
        "compared": compared["same"], "wrong_answers": compared["other"], "not_comparable": compared["unknown"],
        **{f"{name}_p50_p95_p99_ms": _percentiles(seconds) for name, seconds in took.items()},
        **memory.figures(), "workers_replaced": server.metric("supplygraph_workers_ended_total"),
    }  # fmt: skip
    report.expect(compared["other"] == 0, f"{compared['other']} answers differ from those of a quiet server")
    report.expect(memory.peak < 4_000, f"{memory.peak:.0f} MB")
    report.expect(sizes.seconds < LONG_ENOUGH or memory.growth < FLAT, f"memory grows: {memory.growth:.2f}")


def _compare(
    report: Report, compared: Counter[str], expected: dict[tuple[str, str], str], address: str, answer: httpx2.Response
) -> None:
    version = _version_of(answer)
    whole = expected.get((version, address), "")
    content = _content(answer)
    if not whole or not content:
        compared["unknown"] += 1
        return
    compared["same" if content == whole else "other"] += 1
    report.expect(content == whole, f"{address} of {version} differs from the answer of a quiet server")


def _version_of(answer: httpx2.Response) -> str:
    """Return the beginning of the version that an answer says it is of, in a header or in its caption."""
    told = re.search(r"graph ([0-9a-f]{12})", answer.text[-3_000:] + answer.text[:3_000])
    return answer.headers.get("x-graph-version", "")[:12] or (told[1] if told else "")


def _percentiles(seconds: list[float]) -> list[int]:
    """Return the 50th, 95th and 99th in milliseconds."""
    found = statistics.quantiles(seconds, n=100) if len(seconds) > 1 else seconds * 99
    return [round(1000 * found[at]) for at in (49, 94, 98)] if found else []


def leaving(sizes: Sizes, data: Path) -> Report:
    """Callers leave in the middle; others hold connections and say nothing."""
    report = Report("callers leaving, idle connections")
    with served(data, SUPPLYGRAPH_SECONDS="60", SUPPLYGRAPH_CONNECTIONS="200") as server:
        host, port = server.address.removeprefix("http://").split(":")
        slowest = burned = 0.0
        for number in range(sizes.leaving):
            with socket.create_connection((host, int(port))) as caller:
                asked = HEAVY[-1 - number % 2].format(day=DAYS[number % 4])
                caller.sendall(f"GET {asked} HTTP/1.1\r\nHost: localhost\r\n\r\n".encode())
                time.sleep(random.Random(number).uniform(0, 0.6))
            before = server.cpu
            slowest = max(slowest, _until_idle(server))
            burned = max(burned, server.cpu - before)
        # Of the processor, not of the clock: on a busy machine a second of work takes longer.
        report.expect(burned < 1, f"{burned:.1f} s of processor after a caller had left")
        idle = [socket.create_connection((host, int(port))) for _ in range(sizes.idle)]
        for number, one in enumerate(idle):
            if number % 2:
                one.sendall(b"GET /v1/nodes HTTP/1.1\r\nHost: lo")
        seconds = []
        for _ in range(20):
            started = time.perf_counter()
            report.expect(
                httpx2.get(server.address + CHEAP, timeout=30).status_code == 200, "refused while others idle"
            )
            seconds.append(time.perf_counter() - started)
        for one in idle:
            one.close()
        report.figures = {
            "left": sizes.leaving, "work_went_on_at_most_seconds": round(slowest, 2),
            "processor_seconds_after_at_most": round(burned, 2), "idle": sizes.idle,
            "cheap_worst_ms_while_idle": round(1000 * max(seconds)), "megabytes": round(server.megabytes),
        }  # fmt: skip
    return report


def _until_idle(server: Served) -> float:
    """Return the seconds until nothing is worked on any more."""
    started = time.perf_counter()
    while server.metric("supplygraph_running") and time.perf_counter() - started < 30:
        threading.Event().wait(0.05)
    return time.perf_counter() - started
