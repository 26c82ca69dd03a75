"""Connections of the server: how many there may be, and how long one may take to say what it wants.

uvicorn bounds how long a connection idles between two requests, and neither how long the head of a request takes to
come nor how many connections are open; a slow or idle one would hold its place for ever.
"""

import asyncio
import json
import socket
import sys
from typing import Any

import h11
from uvicorn.protocols.http.h11_impl import STATUS_PHRASES, H11Protocol

from api import errors
from api.middleware.guard import SAFE_HEADERS

FLUSH_SECONDS = 5.0
"""Seconds that a closed connection has to take what was sent."""
BACKLOG = 128
"""Connections that may come at once: as many are taken up before the first of those too many is dropped."""
OTHERS = 2 * BACKLOG
"""Descriptors kept for these, and for files, workers and what goes to them."""


def _send_at_once(transport: asyncio.BaseTransport) -> None:
    """Let small packets go without waiting for others; asyncio does so only for sockets that it has opened itself."""
    connection = transport.get_extra_info("socket")
    if connection is not None and connection.family in (socket.AF_INET, socket.AF_INET6):
        connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)


class Connection(H11Protocol):
    """One connection; see ``bounded``."""

    head_seconds: float
    send_seconds: float
    most: int

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """Begin; where there are too many, the one that idles longest goes, or else this one."""
        self._waits_since = self.loop.time()
        self._timers: dict[str, asyncio.TimerHandle] = {}
        super().connection_made(transport)  # type: ignore[arg-type]
        _send_at_once(transport)
        self._await_head()
        if len(self.connections) > self.most:
            idle = [one for one in self.connections if isinstance(one, Connection) and not one.is_busy]
            min(idle, key=lambda one: one._waits_since, default=self).drop()

    def connection_lost(self, exc: Exception | None) -> None:
        """End."""
        for timer in self._timers.values():
            timer.cancel()
        super().connection_lost(exc)

    @property
    def is_busy(self) -> bool:
        """Whether a request is being answered."""
        return self.cycle is not None and not self.cycle.response_complete

    def drop(self) -> None:
        """Break off, whatever has not been sent yet."""
        self.connections.discard(self)
        self.transport.abort()

    def handle_events(self) -> None:
        """Take what has come; a request whose head is there waits for nothing any more."""
        super().handle_events()
        if self.is_busy:
            self._cancel("head")

    def on_response_complete(self) -> None:
        """Wait for the next request, or close."""
        super().on_response_complete()
        if self.transport.is_closing():
            self._start("flush", FLUSH_SECONDS)
        elif not self.is_busy:
            self._await_head()

    def timeout_keep_alive_handler(self) -> None:
        """Close a connection that idles."""
        super().timeout_keep_alive_handler()
        self._start("flush", FLUSH_SECONDS)

    def pause_writing(self) -> None:
        """Wait for a reader that is slower than we are, for a while."""
        super().pause_writing()
        self._start("send", self.send_seconds)

    def resume_writing(self) -> None:
        """Go on."""
        super().resume_writing()
        self._cancel("send")

    def send_400_response(self, msg: str) -> None:
        """Answer what is no HTTP as everything else is answered: a problem, with safe headers."""
        body = json.dumps(
            {"type": "/docs/errors#bad-request", "title": "This is no HTTP request", "status": 400, "detail": msg}
        ).encode()
        headers = {
            **SAFE_HEADERS, "Content-Type": errors.PROBLEM, "Content-Length": str(len(body)), "Connection": "close"
        }  # fmt: skip
        event = h11.Response(status_code=400, headers=list(headers.items()), reason=STATUS_PHRASES[400])
        for part in (event, h11.Data(data=body), h11.EndOfMessage()):
            self.transport.write(self.conn.send(part) or b"")
        self.transport.close()
        self._start("flush", FLUSH_SECONDS)

    def _await_head(self) -> None:
        self._waits_since = self.loop.time()
        self._start("head", self.head_seconds)

    def _start(self, name: str, seconds: float) -> None:
        self._cancel(name)
        self._timers[name] = self.loop.call_later(seconds, self.drop)

    def _cancel(self, name: str) -> None:
        if timer := self._timers.pop(name, None):
            timer.cancel()


def room_for(most: int) -> int:
    """Raise this process' limit of descriptors as needed; return how many of so many connections it leaves room for.

    Where none is left, nobody is taken up, a probe of health neither, and asyncio writes a traceback for every try.

    Parameters
    ----------
    most : int
        Connections wanted.
    """
    if sys.platform == "win32":
        return most
    import resource  # Unix alone has it

    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    wanted = most + OTHERS
    if soft == resource.RLIM_INFINITY or soft >= wanted:
        return most
    soft = wanted if hard == resource.RLIM_INFINITY else min(wanted, hard)
    resource.setrlimit(resource.RLIMIT_NOFILE, (soft, hard))
    return min(most, max(soft - OTHERS, soft // 4))


def bounded(most: int, head_seconds: float, send_seconds: float) -> type[Connection]:
    """Return the class of connections of a server.

    Parameters
    ----------
    most : int
        Open at once.
    head_seconds : float
        Until the head of a request is there.
    send_seconds : float
        That a reader may read nothing of an answer.
    """
    bounds: dict[str, Any] = {"most": most, "head_seconds": head_seconds, "send_seconds": send_seconds}
    return type("BoundedConnection", (Connection,), bounds)
