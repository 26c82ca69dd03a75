"""The outermost layer of the server: safe headers on every answer, a limit on bodies, faults told and noted.

Written as plain ASGI because wrapping the response in a middleware class hides the caller's going away from
the routes, and work has to stop then.
"""

import asyncio
import logging

from starlette.datastructures import MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from api import errors
from api.observability.counters import Counters
from api.observability.record import Record, begin, write_line
from api.observability.tracing import Tracing

SAFE_HEADERS = {
    "Content-Security-Policy": "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data: "
    "blob:; font-src 'self'; connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
}
LOG = logging.getLogger("supplygraph.faults")


class Guard:
    """Refuse large and slow bodies, add safe headers, turn what nobody expected into a 500, note every request.

    Parameters
    ----------
    app : ASGIApp
    body_bytes : int
        Largest request body.
    body_seconds : float
        Longest time that a body may take to come.
    counters : Counters
    tracing : Tracing, optional
    """

    def __init__(
        self, app: ASGIApp, body_bytes: int, body_seconds: float, counters: Counters, tracing: Tracing | None = None
    ) -> None:
        self._app = app
        self._body_bytes = body_bytes
        self._body_seconds = body_seconds
        self._counters = counters
        self._tracing = tracing

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve one request (ASGI)."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        record = begin(scope)

        async def send_safely(message: Message) -> None:
            if message["type"] == "http.response.start":
                record.status = message["status"]
                _make_safe(message, record)
            await send(message)

        self._counters.in_flight.inc()
        try:
            await self._serve(scope, receive, send_safely, record)
        finally:
            self._counters.in_flight.dec()
            self._counters.note(scope, record)
            write_line(scope, record)
            if self._tracing:
                self._tracing.note(scope, record)

    async def _serve(self, scope: Scope, receive: Receive, send: Send, record: Record) -> None:
        try:
            async with asyncio.timeout(self._body_seconds):
                body = await self._read(receive)
        except TimeoutError:
            told = f"the body has to be here within {self._body_seconds:g} seconds"
            await errors.problem(408, "slow-body", "The request was too slow", told)(scope, receive, send)
            return
        if body is None:
            told = f"a body may have {self._body_bytes} bytes"
            await errors.problem(413, "too-large", "The request is too large", told)(scope, receive, send)
            return

        async def replay() -> Message:
            return body.pop(0) if body else await receive()

        try:
            await self._app(scope, replay, send)
        except Exception:
            LOG.exception("request %s %s %r failed", record.id, scope["method"], scope["path"])
            if record.status:
                raise  # the answer has begun: the connection is broken off, so that nobody takes it for whole
            told = f"A fault of ours; the server's log has more under {record.id}"
            await errors.problem(500, "error", "Something went wrong", told)(scope, receive, send)

    async def _read(self, receive: Receive) -> list[Message] | None:
        """Read a body ahead, None where it is too large: so the limit holds whatever length is declared."""
        taken = 0
        body: list[Message] = []
        while True:
            message = await receive()
            body.append(message)
            taken += len(message.get("body", b""))
            if taken > self._body_bytes:
                return None
            if message["type"] != "http.request" or not message.get("more_body"):
                return body


def _make_safe(message: Message, record: Record) -> None:
    headers = MutableHeaders(scope=message)
    for name, value in SAFE_HEADERS.items():
        headers.setdefault(name, value)
    headers["X-Request-Id"] = record.id
    headers["Server-Timing"] = f"total;dur={record.seconds * 1000:.1f}"
