"""The outermost layer of the server: safe headers and the time taken on every answer, a limit on request bodies.

Written as plain ASGI because wrapping the response in a middleware class hides the caller's going away from
the routes, and a Cypher query has to stop then.
"""

import time

from prometheus_client import Counter
from starlette.datastructures import MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from api import errors

SAFE_HEADERS = {
    "Content-Security-Policy": "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data: "
    "blob:; font-src 'self'; connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
}


class Guard:
    """Refuse large bodies, add safe headers and the time taken, count answers.

    Parameters
    ----------
    app : ASGIApp
    body_bytes : int
        Largest request body.
    answered : Counter
        Counts answers by ``status``.
    """

    def __init__(self, app: ASGIApp, body_bytes: int, answered: Counter) -> None:
        self._app = app
        self._body_bytes = body_bytes
        self._answered = answered

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve one request (ASGI)."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return

        started = time.perf_counter()

        async def send_safely(message: Message) -> None:
            if message["type"] == "http.response.start":
                self._answered.labels(status=message["status"]).inc()
                headers = MutableHeaders(scope=message)
                for name, value in SAFE_HEADERS.items():
                    headers.setdefault(name, value)
                headers["Server-Timing"] = f"total;dur={(time.perf_counter() - started) * 1000:.1f}"
            await send(message)

        taken = 0
        body: list[Message] = []
        if scope["method"] in {"POST", "PUT", "PATCH"}:
            # Read ahead: the limit is known before any route runs, also for a body of undeclared length.
            while True:
                message = await receive()
                body.append(message)
                taken += len(message.get("body", b""))
                if taken > self._body_bytes:
                    refusal = errors.problem(
                        413,
                        "too-large",
                        "The request is too large",
                        f"a body may have {self._body_bytes} bytes",
                    )
                    await refusal(scope, receive, send_safely)
                    return
                if message["type"] != "http.request" or not message.get("more_body"):
                    break

        async def replay() -> Message:
            return body.pop(0) if body else await receive()

        await self._app(scope, replay, send_safely)
