"""Workers killed, stopped, short of memory and descriptors in the middle of answers; servers ended under load."""

import random
import resource
import shutil
import threading
import time
from collections import Counter
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager, suppress
from pathlib import Path
from tempfile import TemporaryDirectory

import httpx2
import psutil

from graph.knowledge_graph import KnowledgeGraph
from graph.stores.versions.store import VersionStore
from tests.trust.load import ALLOWED, CHEAP, DAYS, HEAVY
from tests.trust.served import Served, served
from tests.trust.stage import Report, Sizes

SECONDS = 10
"""What a question may take."""
ASKED = (CHEAP, "/v1/dependencies/chip:nvidia-h100?as_of={day}", *HEAVY[:6])
CALLERS = 8
ENDED = (8, 0, 1, 2)
"""Workers of the servers that are ended."""
STOP = 60.0
"""Seconds within which all is as before."""
ROOM = 20_000_000
"""Bytes that a worker may still take where it is made short of memory."""


def run(sizes: Sizes, data: Path) -> Report:
    """Disturb workers under load, then end servers of every number of workers under load."""
    report = Report("workers killed, stopped, starved; servers ended")
    told: Counter[str] = Counter()
    with TemporaryDirectory() as folder:
        copy = Path(shutil.copytree(data, Path(folder) / "data"))
        store = VersionStore(copy)
        versions = [_without_one(store), store.current()]
        slowest = _disturbed(report, told, sizes, store, versions, Path(folder) / "left")
        for workers in ENDED[: sizes.kills]:
            _ended(report, told, copy, workers, Path(folder) / "left")
    report.figures = {"turns": sizes.kills, "health_worst_ms": round(1000 * slowest), **dict(sorted(told.items()))}
    return report


def _without_one(store: VersionStore) -> str:
    """Store the graph without one of its relations, and return to the whole one."""
    found = store.read()
    store.write(KnowledgeGraph.build(list(found.graph.facts())[:-1]), "later")
    other = store.current()
    store.use(found.graph.version)
    return str(other)


def _disturbed(
    report: Report, told: Counter[str], sizes: Sizes, store: VersionStore, versions: list[str], left: Path
) -> float:
    """Disturb a worker a turn; return the longest time that ``/health`` took."""
    ways: tuple[Callable[[psutil.Process], object], ...] = (
        psutil.Process.kill, psutil.Process.suspend, _without_memory, _without_descriptors,
        lambda _: store.use(versions[chance.randrange(2)]),
    )  # fmt: skip
    chance = random.Random("workers")
    with (
        _served(report, store.folder, 2, left) as server,
        _asked(report, told, server),
        _watched(report, server) as seconds,
    ):
        for turn in range(sizes.kills):
            time.sleep(chance.uniform(0.5, 2.0))
            with suppress(psutil.NoSuchProcess, IndexError):
                ways[turn % len(ways)](chance.choice(_workers(server)))
        until = time.monotonic() + STOP
        while not _is_whole(server):
            if time.monotonic() > until:
                report.expect(False, f"{server.metric('supplygraph_workers')} workers, {_states(server)}")
                break
            time.sleep(0.2)
    return max(seconds)


def _is_whole(server: Served) -> bool:
    return server.metric("supplygraph_workers") == 2 and _states(server) == {"lively": 2}


def _states(server: Served) -> Counter[str]:
    """Return how many workers there are that live, are stopped, and have ended without anybody noticing."""
    unusual = {psutil.STATUS_STOPPED, psutil.STATUS_ZOMBIE}
    return Counter(state if (state := one.status()) in unusual else "lively" for one in _workers(server))


def _workers(server: Served) -> list[psutil.Process]:
    own = psutil.Process(server.process.pid)
    nursery = next(one for one in own.children() if one.cmdline() == own.cmdline())
    return nursery.children()


def _without_memory(worker: psutil.Process) -> None:
    _bound(worker, resource.RLIMIT_AS, worker.memory_info().vms + ROOM)


def _without_descriptors(worker: psutil.Process) -> None:
    _bound(worker, resource.RLIMIT_NOFILE, worker.num_fds())


def _bound(worker: psutil.Process, what: int, most: int) -> None:
    worker.rlimit(what, (most, worker.rlimit(what)[1]))


def _ended(report: Report, told: Counter[str], data: Path, workers: int, left: Path) -> None:
    """End a server under load."""
    with _served(report, data, workers, left) as server, _asked(report, Counter(), server):
        time.sleep(3)
        answer = httpx2.get(server.address + CHEAP, timeout=30)
        report.expect(answer.status_code == 200, f"{workers} workers: {answer.status_code} {answer.text[:200]}")
        started = time.monotonic()
        server.process.terminate()
        server.process.wait(60)
        told[f"seconds_to_end_with_{workers}"] = round(time.monotonic() - started)


@contextmanager
def _served(report: Report, data: Path, workers: int, left: Path) -> Iterator[Served]:
    """Serve; afterwards every process and every file beside the data has gone, and the end is as documented."""
    shutil.rmtree(left, ignore_errors=True)
    left.mkdir()
    settings = {"SUPPLYGRAPH_WORKERS": str(workers), "SUPPLYGRAPH_SECONDS": str(SECONDS), "TMPDIR": str(left)}
    settings["SUPPLYGRAPH_ANSWERS_MB"] = "0"  # every answer is worked on
    with served(data, **settings) as server:
        family = psutil.Process(server.process.pid).children(recursive=True)
        yield server
        with suppress(psutil.NoSuchProcess):
            family += psutil.Process(server.process.pid).children(recursive=True)
    _, alive = psutil.wait_procs(family, timeout=10)
    report.expect(not alive, f"{workers} workers: {alive} outlive the server")
    report.expect(server.process.returncode in (0, -15), f"{workers} workers: it left with {server.process.returncode}")
    files = [str(path) for path in left.rglob("*") if path.is_file()]
    report.expect(not files, f"{workers} workers: it leaves {files}")


@contextmanager
def _asked(report: Report, told: Counter[str], server: Served) -> Iterator[None]:
    """Ask heavy questions all the while."""
    over = threading.Event()

    def ask(number: int) -> None:
        chance = random.Random(number)
        while not over.is_set():
            question = chance.choice(ASKED).format(day=chance.choice(DAYS))
            try:
                answer = httpx2.get(server.address + question, timeout=60)
            except httpx2.HTTPError:  # a worker ended in the middle of its answer, or the server has ended
                told["broken off"] += 1
                time.sleep(0.1)
                continue
            told[str(answer.status_code)] += 1
            report.expect(answer.status_code in ALLOWED, f"{question}: {answer.status_code} {answer.text[:300]}")

    with ThreadPoolExecutor(CALLERS) as callers:
        asking = [callers.submit(ask, number) for number in range(CALLERS)]
        try:
            yield
        finally:
            over.set()
        for one in asking:
            one.result()


@contextmanager
def _watched(report: Report, server: Served) -> Iterator[list[float]]:
    """Ask ``/health`` all the while; give how long each answer took."""
    over, seconds = threading.Event(), [0.0]

    def watch() -> None:
        with httpx2.Client(base_url=server.address, timeout=30) as client:
            while not over.wait(0.05):
                started = time.perf_counter()
                status = client.get("/health").status_code
                seconds.append(time.perf_counter() - started)
                report.expect(status == 200, f"/health: {status}")

    thread = threading.Thread(target=watch)
    thread.start()
    try:
        yield seconds
    finally:
        over.set()
        thread.join()
