"""What a worker does: it takes questions from the line to the server, and answers them by the application's routes.

A question is a connection of its own. Its first frames are the request with what is left of its budget; the answer goes
back as it is made; a connection that closes is a caller who has left.
"""

import asyncio
import json
import logging
import os
import socket
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import Any

from anyio import CapacityLimiter, to_thread
from starlette.types import ASGIApp, Message, Scope

from api import errors
from api.current import STORED, CurrentGraph
from api.observability.memory import give_back, resident_bytes
from api.observability.record import operation_of, record_of
from api.workers import frames
from graph.budget import Budget, spending
from graph.errors import SupplygraphError

LOG = logging.getLogger("supplygraph.faults")
NICER = 5
"""By so much the server goes before its workers: it has little to do, and everybody waits for it."""
KILLED_FIRST = 500
"""Of a thousand: where the system has no memory left, it ends a worker rather than the server."""
TOLD = 0.1
"""Seconds between two words on how long a question has been worked on."""
LOOKED = 0.5
"""Seconds between two of a worker's words on itself."""
TIDIED = 5.0
"""Seconds between two times that freed memory is given back to the system."""
WRITTEN = 256 * 1024
"""Bytes of an answer in one frame."""


class AnalysisProcess:
    """A worker.

    Parameters
    ----------
    app : ASGIApp
        The routes, without what the server has gone through already.
    current : CurrentGraph
    watch : callable
        See ``Budget``.
    """

    def __init__(self, app: ASGIApp, current: CurrentGraph, watch: Callable[[], None]) -> None:
        self._app = app
        self._current = current
        self._watch = watch
        self._questions: set[asyncio.Task[None]] = set()

    async def run(self, line: socket.socket) -> None:
        """Answer until the server lets go of the line."""
        os.nice(NICER)
        with suppress(OSError):
            Path("/proc/self/oom_score_adj").write_text(str(KILLED_FIRST))
        self._reading = CapacityLimiter(1)
        line.setblocking(False)
        loop = asyncio.get_running_loop()
        tidied = loop.time()
        loop.add_reader(line, self._take, line)
        logging.getLogger("api.current").setLevel(logging.ERROR)  # the server says what it does not take up
        while True:
            self._current.held()  # a new version is read aside, as in the server, so that no question waits for it
            with suppress(BlockingIOError):
                line.send(json.dumps(self._figures()).encode() + b"\n")
            await asyncio.sleep(LOOKED)
            if (now := loop.time()) > tidied + TIDIED:
                tidied = now
                await to_thread.run_sync(give_back)  # the interpreter is free meanwhile

    def _take(self, line: socket.socket) -> None:
        try:
            told, given, _, _ = socket.recv_fds(line, 1, 1)
        except BlockingIOError:
            return
        except OSError:
            told = b""
        if not told:
            os._exit(0)  # at once: threads that still work, work for nobody
        if not given:
            return  # no descriptor was left to take the question up: to the server its connection has closed
        question = asyncio.get_running_loop().create_task(self._serve(socket.socket(fileno=given[0])))
        self._questions.add(question)
        question.add_done_callback(self._questions.discard)

    def _figures(self) -> dict[str, int]:
        kept = self._current.kept()
        return {
            "pid": os.getpid(), "resident": resident_bytes(), "snapshots": len(kept), "snapshot_bytes": kept.bytes,
            "derived_bytes": kept.derived_bytes,
        }  # fmt: skip

    async def _serve(self, connection: socket.socket) -> None:
        reader, writer = await asyncio.open_connection(sock=connection)
        try:
            _, head = await frames.read(reader)
            _, body = await frames.read(reader)
            await self._answer(json.loads(head), body, reader, writer)
        except (EOFError, OSError):
            pass  # the caller has left
        finally:
            writer.close()

    async def _answer(
        self, asked: dict[str, Any], body: bytes, reader: asyncio.StreamReader, writer: asyncio.StreamWriter
    ) -> None:
        budget = Budget(asked["seconds"], self._watch, asked["seconds"] - asked["left"])
        budget.waited = asked["waited"]
        question = Exchange(_scope(asked), body, budget, writer)
        beside = [asyncio.create_task(question.watch(reader)), asyncio.create_task(question.tell())]
        try:
            with spending(budget):
                await self._route(question, asked["version"])
        except Exception:
            if question.is_left or writer.is_closing():
                return  # nobody waits for what could not be sent
            LOG.exception("a worker failed at %s %r", asked["method"], asked["path"])
            frames.write(writer, frames.FAULT)
            await writer.drain()
        finally:
            for task in beside:
                task.cancel()
            await asyncio.gather(*beside, return_exceptions=True)

    async def _route(self, question: "Exchange", version: str) -> None:
        try:
            stored = await to_thread.run_sync(self._current.hold, version, limiter=self._reading)
        except SupplygraphError as error:
            await errors.answer_to(error)(question.scope, question.receive, question.send)
            return
        question.scope[STORED] = stored
        await self._app(question.scope, question.receive, question.send)


class Exchange:
    """One question, as ASGI has it.

    Parameters
    ----------
    scope : Scope
    body : bytes
    budget : Budget
    writer : StreamWriter
        Where the answer goes.
    """

    def __init__(self, scope: Scope, body: bytes, budget: Budget, writer: asyncio.StreamWriter) -> None:
        self.scope = scope
        self._body: bytes | None = body
        self._budget = budget
        self._writer = writer
        self._left = asyncio.Event()

    @property
    def is_left(self) -> bool:
        """Whether the caller has left."""
        return self._left.is_set()

    async def receive(self) -> Message:
        """Give the body, then wait for the departure (ASGI)."""
        if self._body is not None:
            body, self._body = self._body, None
            return {"type": "http.request", "body": body}
        await self._left.wait()
        return {"type": "http.disconnect"}

    async def send(self, message: Message) -> None:
        """Hand a part of the answer on (ASGI)."""
        if message["type"] == "http.response.start":
            told = {
                "status": message["status"], "headers": frames.as_text(message["headers"]),
                "operation": operation_of(self.scope), "version": record_of(self.scope).version,
                "worked": self._budget.worked,
            }  # fmt: skip
            frames.write(self._writer, frames.START, frames.pack(told))
        elif message["type"] == "http.response.body":
            await self._write(message.get("body", b""), bool(message.get("more_body")))

    async def _write(self, content: bytes, more: bool) -> None:
        while len(content) > WRITTEN:
            frames.write(self._writer, frames.PART, content[:WRITTEN])
            content = content[WRITTEN:]
            await self._writer.drain()
        if content or not more:
            frames.write(self._writer, frames.PART if more else frames.END, content)
            await self._writer.drain()

    async def watch(self, reader: asyncio.StreamReader) -> None:
        """End the work when the caller leaves."""
        with suppress(OSError):
            await reader.read()
        self._budget.give_up()
        self._left.set()

    async def tell(self) -> None:
        """Tell the server how long this has been worked on: its lane depends on it."""
        while True:
            await asyncio.sleep(TOLD)
            frames.write(self._writer, frames.WORKED, str(self._budget.worked).encode())


def _scope(asked: dict[str, Any]) -> Scope:
    return {
        "type": "http", "asgi": {"version": "3.0"}, "method": asked["method"], "path": asked["path"],
        "raw_path": (asked["raw_path"] or "").encode("latin-1"), "root_path": asked["root_path"] or "",
        "query_string": asked["query_string"].encode("latin-1"),
        "scheme": asked["scheme"], "http_version": asked["http_version"],
        "client": asked["client"] and tuple(asked["client"]), "server": asked["server"] and tuple(asked["server"]),
        "headers": frames.as_bytes(asked["headers"]), "state": {},
    }  # fmt: skip
