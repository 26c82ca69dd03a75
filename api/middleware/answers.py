"""Answers kept by version and question: an equal question gets the same bytes, and one of several at once is worked on.

Plain ASGI, within those who know who may ask and outside those who make questions wait: what is kept waits for no turn.
Only what is tagged (``ETag``) is kept, because its tag says that equal questions have equal answers.
"""

import asyncio
import threading
from collections.abc import Callable
from dataclasses import dataclass, field

from cachetools import LRUCache
from starlette.datastructures import Headers
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from api.errors import answer_to
from api.formats import holds
from api.observability.record import record_of
from graph.errors import TimeLimitError
from graph.measures.measure import today
from graph.stores.versions.version_file import StoredGraph

LARGEST = 8
"""An answer may take one part in so many of what is kept."""
OVERHEAD = 2_000
"""Bytes of an answer's headers and key, roughly."""
NO_BODY = frozenset({b"content-length", b"content-type", b"content-encoding", b"content-disposition"})
"""Headers that a 304 goes without."""

AnswerKey = tuple[str, str, str, bytes, str, str, str]


@dataclass
class KeptAnswer:
    """An answer: status 200, its headers and its whole body; and its route, for the counters."""

    headers: list[tuple[bytes, bytes]]
    body: bytearray = field(default_factory=bytearray)
    route: object = None

    @property
    def size(self) -> int:
        """Bytes that it takes."""
        return len(self.body) + OVERHEAD


class KeptAnswers:
    """Answers of one process, bounded in bytes: the least lately given goes first. Safe to use from many threads.

    Parameters
    ----------
    most_bytes : int
        Of all together; 0 keeps none.
    """

    def __init__(self, most_bytes: int) -> None:
        self.most_bytes = most_bytes
        self._lock = threading.Lock()
        self._kept: LRUCache[AnswerKey, KeptAnswer] = LRUCache(most_bytes, getsizeof=lambda kept: kept.size)

    @property
    def largest(self) -> int:
        """Bytes of the largest that is kept."""
        return self.most_bytes // LARGEST

    @property
    def bytes(self) -> int:
        """Size of all."""
        return int(self._kept.currsize)

    def find(self, key: AnswerKey) -> KeptAnswer | None:
        """Return an answer that is kept."""
        with self._lock:
            return self._kept.get(key)

    def keep(self, key: AnswerKey, answer: KeptAnswer) -> None:
        """Keep an answer, unless it is too large."""
        with self._lock:
            if answer.size <= self.largest:
                self._kept[key] = answer

    def clear(self) -> None:
        """Let go of all of them."""
        with self._lock:
            self._kept.clear()


def _packings(accepted: str) -> str:
    """Return which of the packings that we have a caller takes: an answer is kept as it was packed."""
    return ",".join(name for name in ("zstd", "br", "gzip") if name in accepted)


class Answers:
    """Give equal questions the answer that is there, and make one of several equal ones only once.

    Parameters
    ----------
    app : ASGIApp
    kept : KeptAnswers
    held : callable
        The graph in use, if there is one in memory.
    seconds : float
        That a question has, waiting for another's answer included.
    """

    def __init__(self, app: ASGIApp, kept: KeptAnswers, held: Callable[[], StoredGraph | None], seconds: float) -> None:
        self._seconds = seconds
        self._app = app
        self._kept = kept
        self._held = held
        self._making: dict[AnswerKey, asyncio.Future[KeptAnswer | None]] = {}

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve one request (ASGI)."""
        key = self._key(scope)
        if key is None:
            await self._app(scope, receive, send)
            return
        while True:
            if (answer := self._kept.find(key)) is not None:
                await _give(answer, key, scope, send)
                return
            making = self._making.get(key)
            if making is None:
                await self._make(key, scope, receive, send)
                return
            try:
                async with asyncio.timeout(max(self._seconds - record_of(scope).seconds, 0.0)):
                    answer = await asyncio.shield(making)
            except TimeoutError:
                told = f"no answer within {self._seconds:g} seconds, spent waiting for that to an equal question"
                await answer_to(TimeLimitError(f"{told}; ask for less, or again later"))(scope, receive, send)
                return
            if answer is not None:
                await _give(answer, key, scope, send)
                return

    def _key(self, scope: Scope) -> AnswerKey | None:
        """Return what an answer depends on; None where it is no question that may be kept."""
        if not self._kept.most_bytes or scope["type"] != "http" or scope["method"] != "GET":
            return None
        if not scope["path"].startswith("/v1/") or (stored := self._held()) is None:
            return None
        headers = Headers(scope=scope)
        if "content-length" in headers or "transfer-encoding" in headers:
            return None
        return (
            stored.graph.version, today().isoformat(), scope["path"], scope["query_string"],
            headers.get("accept", ""), headers.get("prefer", ""), _packings(headers.get("accept-encoding", "")),
        )  # fmt: skip

    async def _make(self, key: AnswerKey, scope: Scope, receive: Receive, send: Send) -> None:
        making: asyncio.Future[KeptAnswer | None] = asyncio.get_running_loop().create_future()
        self._making[key] = making
        answer: KeptAnswer | None = None

        def end(found: KeptAnswer | None) -> None:
            if not making.done():
                making.set_result(found)
                del self._making[key]

        async def noting(message: Message) -> None:
            nonlocal answer
            if message["type"] == "http.response.start":
                answer = _begun(message, key)
            elif message["type"] == "http.response.body" and answer is not None:
                answer.body += message.get("body", b"")
                if answer.size > self._kept.largest:
                    answer = None
                elif not message.get("more_body"):
                    answer.route = scope.get("route")
                    self._kept.keep(key, answer)
                    end(answer)
            if answer is None:
                end(None)  # whoever waits makes it itself
            await send(message)

        try:
            await self._app(scope, receive, noting)
        finally:
            end(None)


def _begun(message: Message, key: AnswerKey) -> KeptAnswer | None:
    """Return an answer that begins, where it may be kept: one that is tagged, of the version asked."""
    headers = Headers(raw=message["headers"])
    if message["status"] != 200 or "etag" not in headers or headers.get("x-graph-version") != key[0]:
        return None
    return KeptAnswer(list(message["headers"]))


async def _give(answer: KeptAnswer, key: AnswerKey, scope: Scope, send: Send) -> None:
    record_of(scope).version = key[0]
    scope["route"] = answer.route
    tag = Headers(raw=answer.headers)["etag"]
    if holds(Headers(scope=scope).get("if-none-match", ""), tag):
        headers = [(name, value) for name, value in answer.headers if name not in NO_BODY]
        await send({"type": "http.response.start", "status": 304, "headers": headers})
        await send({"type": "http.response.body", "body": b""})
        return
    await send({"type": "http.response.start", "status": 200, "headers": list(answer.headers)})
    await send({"type": "http.response.body", "body": bytes(answer.body)})
