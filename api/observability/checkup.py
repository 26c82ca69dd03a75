"""What is wrong with an installation, and what to do: each check looks at one thing and tells what it found."""

import os
import shutil
from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import dataclass
from datetime import UTC, datetime
from importlib.util import find_spec
from typing import Literal

import httpx2

from api.keys import KeyFileError, read_keys
from api.observability.synced import last_syncs
from api.settings import Settings, listed
from graph.errors import NoGraphError, StoreError
from graph.facts.evidence import is_own
from graph.native.library import kernels
from graph.stores.opening import open_store
from graph.stores.versions.files import left_behind
from graph.stores.versions.store import VersionStore
from graph.stores.versions.version_file import StoredGraph

OLD = 180
"""Days after which a graph is old."""
ROOM = 1_000_000_000
"""Bytes that a build, a sync and the Cypher engine need together."""
LOOPBACK = {"localhost", "127.0.0.1", "[::1]"}
Level = Literal["good", "note", "warning", "fault"]


@dataclass(frozen=True)
class CheckResult:
    """What one look found.

    Attributes
    ----------
    what : str
        The thing looked at.
    level : str
        ``fault``: answers cannot be given or trusted; ``warning``: they can, and something should be done; ``note``:
        something to know.
    told : str
    do : str
        The way out.
    """

    what: str
    level: Level
    told: str
    do: str = ""


def look(settings: Settings, address: str) -> Iterator[CheckResult]:
    """Look at everything.

    Parameters
    ----------
    settings : Settings
    address : str
        Of a server that may be running.
    """
    for check in CHECKS:
        yield from check(settings)
    yield from _server(settings, address)


def _folder(settings: Settings) -> Iterator[CheckResult]:
    data = settings.data
    if not data.exists():
        yield CheckResult("data folder", "note", f"{data.absolute()} does not exist yet", "supplygraph build")
        return
    if not data.is_dir():
        yield CheckResult("data folder", "fault", f"{data.absolute()} is no folder", "set SUPPLYGRAPH_DATA")
        return
    if not os.access(data, os.W_OK):
        yield CheckResult("data folder", "warning", f"{data.absolute()} cannot be written", "build as its owner")
    free = shutil.disk_usage(data).free
    level: Level = "good" if free > ROOM else "warning"
    yield CheckResult("disk", level, f"{free / 1e9:.1f} GB free", "" if free > ROOM else "a build may not find room")


def _versions(settings: Settings) -> Iterator[CheckResult]:
    store = VersionStore(settings.data)
    current = None
    try:
        current = store.current()
        stored = store.read(checked=True)
    except NoGraphError:
        yield CheckResult("graph", "warning", "nothing has been built", "supplygraph build")
    except StoreError as error:
        yield CheckResult("graph", "fault", str(error))
    else:
        told = f"{stored.graph.version[:12]} is in use and its content is what its name says"
        yield CheckResult("graph", "good", told)
        yield from _graph(settings, stored)
    for version in store.versions():
        if version != current:
            try:
                store.read(version, checked=True)
            except StoreError as error:
                yield CheckResult("versions", "warning", str(error), f"remove {store.path(version)}")
    left = left_behind((settings.data, settings.data / "graphs"))
    if left:
        yield CheckResult(
            "versions", "note", f"{len(left)} files of a writer that was killed", "the next build removes them"
        )


def _graph(settings: Settings, stored: StoredGraph) -> Iterator[CheckResult]:
    try:
        age = (datetime.now(UTC) - datetime.fromisoformat(stored.built_at)).days
    except (ValueError, TypeError):
        age = 0
    if age < 0:
        yield CheckResult("graph", "warning", f"it was built in the future ({stored.built_at})", "set the clock")
    elif age > OLD:
        yield CheckResult(
            "graph", "warning", f"it was built {age} days ago", "supplygraph sync, then supplygraph build"
        )
    for report in stored.reports:
        if report.status == "refused":
            yield CheckResult(
                "sources", "warning", f"{report.dataset} was refused: {report.reason}", "supplygraph sync"
            )
    path = VersionStore(settings.data).path(stored.graph.version)
    if any(is_own(source) for source in stored.graph.sources.values()) and path.stat().st_mode & 0o077:
        yield CheckResult(
            "own facts", "warning", f"others can read {path}, which holds your own facts", f"chmod 600 {path}"
        )


def _syncs(settings: Settings) -> Iterator[CheckResult]:
    for dataset, last in last_syncs(settings.feeds_folder).items():
        if last.failed:
            yield CheckResult("sync", "warning", f"{dataset}, {last.at}: {last.reason}", f"supplygraph sync {dataset}")


def _neo4j(settings: Settings) -> Iterator[CheckResult]:
    if not settings.neo4j_uri:
        return
    try:
        with closing(open_store(settings.data, settings.neo4j)) as store:
            there = store.read().graph.version
    except StoreError as error:
        yield CheckResult("Neo4j", "fault", str(error), "start it, or unset NEO4J_URI")
        return
    try:
        here = VersionStore(settings.data).current()
    except StoreError:
        here = None
    if here is not None and here != there:
        told = f"it holds {there[:12]}, the data folder {here[:12]}"
        yield CheckResult("Neo4j", "warning", told, f"supplygraph use {here[:12]} writes it there")
    else:
        yield CheckResult("Neo4j", "good", f"it holds {there[:12]}")


def _access(settings: Settings) -> Iterator[CheckResult]:
    if settings.keys:
        try:
            count = len(read_keys(settings.keys))
            yield CheckResult(
                "keys", "good" if count else "warning", f"{count} in {settings.keys}", "supplygraph key NAME"
            )
        except KeyFileError as error:
            yield CheckResult("keys", "fault", str(error), "supplygraph key NAME makes one")
    public = set(listed(settings.hosts)) - LOOPBACK
    if "*" in public:
        yield CheckResult("names", "warning", "any name is answered, so a web page may read what is private here",
                    "list the names in SUPPLYGRAPH_HOSTS")  # fmt: skip
    if public and not settings.per_minute and not settings.keys:
        yield CheckResult("rates", "warning", f"{', '.join(sorted(public))} is answered without a bound for one caller",
                    "set SUPPLYGRAPH_PER_MINUTE")  # fmt: skip


def _machine(settings: Settings) -> Iterator[CheckResult]:
    total = os.sysconf("SC_PHYS_PAGES") * os.sysconf("SC_PAGE_SIZE")
    if settings.memory_mb * 1_000_000 > total:
        yield CheckResult("memory", "warning", f"SUPPLYGRAPH_MEMORY_MB is {settings.memory_mb:,}, the machine has "
                    f"{total / 1e6:,.0f} MB", "set it to what the server may have")  # fmt: skip
    if not settings.compiled:
        yield CheckResult("kernels", "note", "those in C are switched off", "unset SUPPLYGRAPH_COMPILED")
    elif kernels() is None:
        yield CheckResult("kernels", "note", "those in C were not built, numpy computes the same more slowly",
                          "install a C compiler, then Supplygraph again")  # fmt: skip
    else:
        yield CheckResult("kernels", "good", "those in C are in use")
    for module, gives in (("pyarrow", "Parquet and Arrow"), ("opentelemetry.sdk", "OpenTelemetry")):
        if not _there(module):
            yield CheckResult("extras", "note", f"{module} is not installed: no {gives}")


def _there(module: str) -> bool:
    try:
        return find_spec(module) is not None
    except ModuleNotFoundError:
        return False


def _server(settings: Settings, address: str) -> Iterator[CheckResult]:
    try:
        answer = httpx2.get(f"{address}/ready", timeout=5)
        body = answer.json()
    except (httpx2.HTTPError, httpx2.InvalidURL, ValueError):
        yield CheckResult("server", "note", f"none answers at {address}", "supplygraph serve; --at says where")
        return
    if answer.status_code != 200:
        yield CheckResult("server", "fault", str(body.get("detail", answer.status_code)), "see above")
        return
    served = str(body["graph_version"])
    if body["refused"]:
        told = f"it serves {served[:12]} and refused a newer version"
        yield CheckResult("server", "fault", told, "supplygraph verify; its log says why")
        return
    try:
        here = VersionStore(settings.data).current()
    except StoreError:
        here = None
    differs = here is not None and here != served and not settings.neo4j_uri
    told = f"{address} serves {served[:12]}" + (f", this data folder is at {str(here)[:12]}" if differs else "")
    yield CheckResult("server", "warning" if differs else "good", told, "is it another folder?" if differs else "")


CHECKS: tuple[Callable[[Settings], Iterator[CheckResult]], ...] = (
    _folder, _versions, _syncs, _neo4j, _access, _machine,
)  # fmt: skip
"""What is looked at without a server, in order."""
