"""Questions that are worked on elsewhere: handed to a worker, and its answer handed on as it comes.

Plain ASGI, innermost: whoever asks here has a place in a lane and a budget already. Cypher has workers of its own, so
its queries stay in this process, and so does what is asked while no worker can be started.
"""

import asyncio
import json
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from typing import Any

from starlette.types import ASGIApp, Message, Receive, Scope, Send

from api.middleware.admission import is_cypher, kind_of_address
from api.observability.record import record_of
from api.workers import frames
from api.workers.pool import Pool
from graph.budget import Budget, current_budget
from graph.errors import GivenUpError, OverloadError, TimeLimitError
from graph.stores.versions.version_file import StoredGraph

GRACE = 2.0
"""Seconds beyond a question's time after which its worker counts as stuck: it is within one long call of a library."""
SENT = ("method", "path", "query_string", "raw_path", "root_path", "scheme", "http_version", "client", "server")
"""What a worker is told of a request, beside its headers."""


class WorkerFaultError(RuntimeError):
    """A worker failed at a question, or ended in the middle of its answer."""


@dataclass(frozen=True)
class Route:
    """The route by which a worker answered, for the counters."""

    path: str


class Forward:
    """Hand questions to workers.

    Parameters
    ----------
    app : ASGIApp
        Answers what stays here.
    pool : Pool
    held : callable
        The graph in use, if there is one in memory: every worker answers from its version.
    """

    def __init__(self, app: ASGIApp, pool: Pool, held: Callable[[], StoredGraph | None]) -> None:
        self._app = app
        self._pool = pool
        self._held = held

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve one request (ASGI)."""
        budget, stored = current_budget(), self._held()
        if budget is None or stored is None or self._pool.broken or not _is_forwarded(scope):
            await self._app(scope, receive, send)
            return
        question = _question(scope, budget, stored.graph.version), await _body(receive)
        worker = await self._pool.take(budget)
        async with worker.ask(budget) as (reader, writer):
            frames.write(writer, frames.QUESTION, question[0])
            frames.write(writer, frames.PART, question[1])
            left = asyncio.create_task(_leaving(receive, writer))
            answer = _Answer(scope, budget, send)
            try:
                async with asyncio.timeout(budget.left + GRACE) as limit:
                    while await answer.take(*await frames.read(reader)):
                        if answer.begun:
                            limit.reschedule(None)  # a slow reader may take its time
            except TimeoutError as error:
                self._pool.retire(worker, "stuck")
                raise TimeLimitError(f"no answer within {budget.seconds:g} seconds; ask for less") from error
            except (EOFError, OSError) as error:
                if not left.done():
                    worker.doubt()  # before its end is noticed, the next question would go to it
                raise _ended(left.done(), answer.begun) from error
            finally:
                left.cancel()
                with suppress(asyncio.CancelledError):
                    await left


class _Answer:
    """An answer as it comes from a worker."""

    def __init__(self, scope: Scope, budget: Budget, send: Send) -> None:
        self._scope = scope
        self._budget = budget
        self._send = send
        self.begun = False

    async def take(self, kind: bytes, content: bytes) -> bool:
        """Hand on what came; say whether more comes."""
        if kind == frames.WORKED:
            self._budget.worked = float(content)
        elif kind == frames.START:
            self.begun = True
            await self._start(json.loads(content))
        elif kind == frames.FAULT:
            raise WorkerFaultError("a worker failed; its traceback is in the log")
        else:
            more = kind == frames.PART
            await self._send({"type": "http.response.body", "body": content, "more_body": more})
            return more
        return True

    async def _start(self, told: dict[str, Any]) -> None:
        self._scope["route"] = Route(told["operation"])
        record_of(self._scope).version = told["version"]
        self._budget.worked = told["worked"]
        headers = frames.as_bytes(told["headers"])
        await self._send({"type": "http.response.start", "status": told["status"], "headers": headers})


def _is_forwarded(scope: Scope) -> bool:
    return (
        scope["type"] == "http"
        and scope["method"] in ("GET", "POST")
        and scope["path"].startswith("/v1/")
        and not is_cypher(kind_of_address(scope["path"]))
    )


def _question(scope: Scope, budget: Budget, version: str) -> bytes:
    sent = {name: _as_text(scope.get(name)) for name in SENT}
    told = {
        **sent, "headers": frames.as_text(scope["headers"]), "version": version,
        "seconds": budget.seconds, "left": budget.left, "waited": budget.waited,
    }  # fmt: skip
    return frames.pack(told)


def _as_text(value: Any) -> Any:
    return value.decode("latin-1") if isinstance(value, bytes) else value


async def _body(receive: Receive) -> bytes:
    body = bytearray()
    while True:
        message = await receive()
        body += message.get("body", b"")
        if not message.get("more_body"):
            return bytes(body)


async def _leaving(receive: Receive, writer: asyncio.StreamWriter) -> Message:
    """End the connection, and with it the work, when the caller leaves."""
    message = await receive()
    writer.transport.abort()
    return message


def _ended(left: bool, begun: bool) -> Exception:
    """Return what it means that a worker says no more."""
    if left:
        return GivenUpError("the question was given up, because its caller went away")
    if begun:  # the connection is broken off, so that nobody takes the answer for whole
        return WorkerFaultError("a worker ended in the middle of an answer")
    return OverloadError("the process that worked on this has ended, killed or out of memory; ask for less, or again")
