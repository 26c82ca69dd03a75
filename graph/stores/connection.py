"""Cypher for people: one object that takes a query and gives back rows, on whichever backend there is.

Three walls, each of which holds alone: the guard (graph/stores/guard/guard.py), a reader that cannot write, and a
worker process with limits of time, memory, rows and size.
"""

import json
import time
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from graph.budget import current_budget
from graph.errors import CypherError, EngineBusyError, LimitError, TimeLimitError, WriteRefusedError
from graph.stores.backend import Backend, Neo4jBackend
from graph.stores.bolt.packed_body import PackedParameters
from graph.stores.embedded.backend import EmbeddedBackend
from graph.stores.embedded.engine import START_SECONDS
from graph.stores.guard.guard import CheckedQuery, check
from graph.stores.guard.warnings import QueryVerdict, Suspect, judge
from graph.stores.property_graph.replace import WriteProgress, no_progress
from graph.stores.target import Target
from graph.stores.workers.frames import FrameTooLargeError
from graph.stores.workers.pool import Running, WorkerPool
from graph.stores.workers.query_errors import Failure

_BROKEN, _AWAY = b'{"failure": {"kind": "broken"', b'{"failure": {"kind": "away"'
_MEMORY = "the query needs more memory than it may use; return less of it"
START_WAIT = 10.0
"""Seconds to wait for an engine that is being made, before saying so."""
LOOKING_UP = 2.0
"""Seconds to look for a name that the schema does not have; where they do not suffice, it counts as not there."""
GRACE = 0.3
"""Seconds that an engine has beyond the limit to say itself that time is up."""


@dataclass(frozen=True)
class CypherLimits:
    """What a query may use."""

    seconds: float = 10.0
    rows: int = 5_000
    characters: int = 4_000_000
    worker_mb: int = 1_024
    engine_mb: int = 512
    workers: int = 4


@dataclass(frozen=True)
class CypherAnswer:
    """Rows of a query.

    ``content`` is JSON text without its outer braces: ``"columns"``, ``"rows"`` and ``"graph"`` (the distinct nodes
    and relationships in the rows); or packed rows, where parameters came packed. It stays as it is: nothing that a
    user asked for is decoded in this process.
    ``cut`` names the limit that was reached, None where the answer is whole. ``sources`` are the ids of those behind
    the nodes and relationships in the rows. ``warnings`` say which names in the query are not there; ``dated`` that it
    names a date of which a source may give the month or the year only.
    """

    version: str
    content: bytes = field(repr=False)
    count: int
    cut: str | None
    limit: int
    seconds: float
    plan: str | None = None
    sources: tuple[str, ...] = ()
    columns: tuple[str, ...] = ()
    warnings: tuple[str, ...] = ()
    dated: bool = False

    def decoded(self) -> dict[str, Any]:
        """Return columns, rows and graph; for programs that trust the query."""
        decoded: dict[str, Any] = json.loads(b"{" + self.content + b"}")
        return decoded


class CypherService:
    """Answers queries; nothing is started before the first one.

    Parameters
    ----------
    backend : Backend
        Lends the database that a query is asked of.
    limits : CypherLimits
        What each query may use.
    """

    def __init__(self, backend: Backend, limits: CypherLimits) -> None:
        self.limits = limits
        self.backend = backend
        self._pool = WorkerPool(limits.workers, limits.worker_mb)

    def prepare(self, version: str, progress: WriteProgress = no_progress) -> None:
        """Do now what the first query of a version would have to wait for.

        Parameters
        ----------
        version : str
            The graph version that will be asked.
        progress : WriteProgress
            Told how many rows are written, where any are.

        Raises
        ------
        StoreError
            It cannot be made ready.
        """
        self.backend.prepare(version, progress)

    def run(
        self,
        query: str,
        parameters: Mapping[str, Any] | PackedParameters | None = None,
        *,
        version: str,
        limit: int | None = None,
        timeout: float | None = None,
        running: Running | None = None,
    ) -> CypherAnswer:
        """Run a reading query.

        Parameters
        ----------
        query : str
            Cypher that only reads; anything else is refused before it reaches an engine.
        parameters : mapping, optional
            Values for the ``$names`` in it: data, never code. Packed ones ask for packed rows.
        version : str
            The graph version in use; the answer says which one it is from.
        limit : int, optional
            Most rows; a longer answer is cut, and says so.
        timeout : float, optional
            Seconds, at most those of the service's limits.
        running : Running, optional
            Through which another thread may give the query up.

        Raises
        ------
        CypherError
            The query is refused, or wrong; with line and column where known.
        LimitError
            It needs more memory, or gives larger values, than it may.
        TimeLimitError
            It was not answered in time.
        EngineBusyError, StoreError
            The engine is being prepared, every worker is busy, or the server is away.
        """
        started = time.perf_counter()
        checked = check(query)
        judged = judge(
            checked.text, parameters.values if isinstance(parameters, PackedParameters) else parameters or {}
        )
        rows = min(limit or self.limits.rows, self.limits.rows)
        seconds = min(timeout or self.limits.seconds, self.limits.seconds)
        watched = running or Running()
        budgeted = current_budget() is not None
        wait = min(START_WAIT, seconds) if budgeted else START_WAIT
        asked = started
        for attempt in (1, 2):
            with self.backend.lend(version, wait) as target:
                if attempt == 1:
                    self._pool.begin(max(started + wait - time.perf_counter(), 0.0) if budgeted else START_SECONDS)
                    if not budgeted:  # a command waits for the first engine and worker before its query's time begins
                        asked = time.perf_counter()
                left = max(seconds - (time.perf_counter() - asked), 0.1)
                answer = self._ask(self._job(checked, parameters or {}, target, rows, left), target, seconds, watched)
            if not _engine_was_lost(answer, target):
                break
            self.backend.renew(target.uri)
            wait = max(seconds + GRACE - (time.perf_counter() - asked), 0.1)
            if attempt == 2 and answer.startswith(_BROKEN):
                raise LimitError(_MEMORY, "query")  # twice: it is the query that the engine does not survive
        found = self._read(answer, rows, seconds, started)
        return replace(found, warnings=self._warnings(judged, version, watched), dated=judged.dated)

    def _warnings(self, judged: QueryVerdict, version: str, running: Running) -> tuple[str, ...]:
        """Return what is to be said of the names in a query; the database has the last word on what is there."""

        def has(suspect: Suspect) -> bool:
            with self.backend.lend(version, START_WAIT) as target:
                job = self._job(check(suspect.query), {}, target, 1, LOOKING_UP)
                with suppress(LimitError, TimeLimitError, CypherError):
                    head = json.loads(self._ask(job, target, LOOKING_UP, running).partition(b"\n")[0])
                    return bool(head.get("count"))
                return False

        return judged.told(has)

    def close(self) -> None:
        """End the workers and the engine."""
        self._pool.close()
        self.backend.close()

    def _job(
        self,
        checked: CheckedQuery,
        parameters: Mapping[str, Any] | PackedParameters,
        target: Target,
        rows: int,
        seconds: float,
    ) -> dict[str, Any]:
        return {
            "uri": target.uri, "user": target.user, "password": target.password, "database": target.database,
            "http": target.http, "version": target.version, "query": checked.text, "asked": checked.asked,
            "mode": checked.mode,
            "parameters": parameters.text() if isinstance(parameters, PackedParameters) else dict(parameters),
            "bolt": parameters.bolt if isinstance(parameters, PackedParameters) else 0,
            "rows": rows, "bytes": self.limits.characters, "seconds": seconds,
        }  # fmt: skip

    def _ask(self, job: dict[str, Any], target: Target, seconds: float, running: Running) -> bytes:
        try:
            return self._pool.run(job, job["seconds"] + GRACE, 8 * self.limits.characters, running)
        except TimeoutError as error:
            self.backend.renew(target.uri)
            raise TimeLimitError(_time_message(seconds)) from error
        except FrameTooLargeError as error:
            raise LimitError("the answer is larger than it may be; return less of it", "query") from error
        except ConnectionError as error:
            self.backend.renew(target.uri)
            if running.given_up:
                raise TimeLimitError("the query was given up, because its caller went away") from error
            raise LimitError(_MEMORY, "query") from error

    def _read(self, answer: bytes, rows: int, seconds: float, started: float) -> CypherAnswer:
        head_text, _, content = answer.partition(b"\n")
        head = json.loads(head_text)
        if "failure" in head:
            raise _error(head["failure"], seconds)
        return CypherAnswer(
            version=head["version"], content=content, count=head["count"], cut=head["cut"], plan=head["plan"],
            sources=tuple(head["sources"]), columns=tuple(head["columns"]),
            limit=rows if head["cut"] != "bytes" else self.limits.characters,
            seconds=time.perf_counter() - started,
        )  # fmt: skip


def _engine_was_lost(answer: bytes, target: Target) -> bool:
    """Say whether another try may succeed: the line broke, or our own engine is gone and a new one is on its way."""
    return answer.startswith(_BROKEN) or (target.http is not None and answer.startswith(_AWAY))


def _time_message(seconds: float) -> str:
    return (
        f"no answer within {seconds:g} seconds; bound paths ([*..6]), name labels and ids, or ask for longer "
        "with timeout_ms"
    )


def _error(why: Failure, seconds: float) -> Exception:
    message, line, column = why["message"], why.get("line"), why.get("column")
    match why["kind"]:
        case "time":
            return TimeLimitError(_time_message(seconds))
        case "memory" | "size":
            return LimitError(message, "query")
        case "away":
            return EngineBusyError(f"the Cypher engine is away ({message}); ask again")
        case "write":
            return WriteRefusedError(message, line, column)
        case _:
            place = f"line {line}, column {column}: " if line else ""
            return CypherError(place + message, line, column)


def embedded_service(data: Path, limits: CypherLimits) -> CypherService:
    """Return a service over the engine that is shipped, for the graph in a data folder.

    Parameters
    ----------
    data : Path
        Folder of the built graph; projections are kept in it, in a temporary folder where it cannot be written.
    limits : CypherLimits
        What each query may use, and how much memory an engine.
    """
    return CypherService(EmbeddedBackend(data, limits.seconds, limits.engine_mb), limits)


def neo4j_service(uri: str, user: str, password: str, limits: CypherLimits, database: str = "neo4j") -> CypherService:
    """Return a service over a Neo4j server.

    Parameters
    ----------
    uri : str
        Address of the server, ``bolt://`` or ``neo4j://``.
    user, password : str
        An account; one that may only read is one wall more.
    limits : CypherLimits
        What each query may use.
    database : str
        Its name on that server.
    """
    return CypherService(Neo4jBackend(Target(uri, user, password, database)), limits)
