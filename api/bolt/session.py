"""What one client says and is answered, in order: who it is, its queries, their rows.

A session reads ahead, so that a RESET or a departure ends the query that is being answered.
"""

import asyncio
import logging
import time
from collections.abc import Awaitable, Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass
from typing import Any

from api.bolt.accounts import Account
from api.bolt.failures import INVALID, NO_DATABASE, UNAUTHORIZED, BoltError, failed
from api.bolt.own_answers import AGENT, DATABASE, SYSTEM, own_answer, routing_table
from api.bolt.protocol import Tag, Version, fits, message, record, said
from api.bolt.queries import BoltQueries, PendingQuery, Query
from api.bolt.results import OpenResult
from api.bolt.transaction import Transaction, database_of
from api.bolt.wire import Wire, WireError
from graph.errors import SupplygraphError
from graph.stores.bolt.packstream import PackStreamError

LOG = logging.getLogger("supplygraph.faults")
AHEAD = 8
"""Messages read before they are answered."""
UNKNOWN_BYTES = 8_192
"""Largest message of a client that has not said who it is."""
Contents = tuple[Any, ...]


@dataclass(frozen=True)
class Bounds:
    """What one connection may take: bytes of a message, seconds between two and of one that arrives."""

    message_bytes: int
    idle_seconds: float
    arriving_seconds: float


class Session:
    """One client.

    Parameters
    ----------
    wire : Wire
    version : tuple of int
        Of the protocol.
    account : Account
        Who may ask.
    questions : BoltQueries
    bounds : Bounds
    """

    def __init__(self, wire: Wire, version: Version, account: Account, questions: BoltQueries, bounds: Bounds) -> None:
        self._wire = wire
        self._version = version
        self._account = account
        self._questions = questions
        self._bounds = bounds
        self._ahead: asyncio.Queue[tuple[Tag, Contents] | None] = asyncio.Queue(AHEAD)
        self._resets = 0
        self._asked: PendingQuery | None = None
        self._address = f"127.0.0.1:{account.port}"
        self._greeted = self._known = self._failed = self._ended = False
        self._transaction = Transaction()
        self.waits_since = time.monotonic()
        self._answers: Mapping[Tag, Callable[..., Awaitable[None]]] = {
            Tag.RUN: self._run, Tag.PULL: self._pull, Tag.DISCARD: self._discard, Tag.BEGIN: self._begin,
            Tag.COMMIT: self._commit, Tag.ROLLBACK: self._rollback, Tag.ROUTE: self._route,
            Tag.TELEMETRY: self._telemetry, Tag.LOGOFF: self._logoff,
        }  # fmt: skip

    @property
    def is_busy(self) -> bool:
        """Whether it is being answered."""
        return self._asked is not None

    async def serve(self) -> None:
        """Answer until the client leaves, idles or says what is no Bolt."""
        reading = asyncio.create_task(self._read_ahead())
        try:
            while not self._ended and (said_next := await self._ahead.get()) is not None:
                await self._answer(*said_next)
                self.waits_since = time.monotonic()
        finally:
            reading.cancel()
            with suppress(asyncio.CancelledError):
                await reading

    async def _read_ahead(self) -> None:
        bounds = self._bounds
        try:
            while True:
                if self._known:
                    data = await self._wire.read(bounds.message_bytes, bounds.idle_seconds, bounds.arriving_seconds)
                else:
                    data = await self._wire.read(UNKNOWN_BYTES, bounds.arriving_seconds, bounds.arriving_seconds)
                tag, fields = message(data)
                if tag == Tag.RESET:
                    self._resets += 1
                    self._give_up()
                await self._ahead.put((tag, fields))
                if not self._known:
                    await self._ahead.join()  # how much may come next depends on who it is
        except (WireError, PackStreamError, TimeoutError, EOFError, OSError):
            self._give_up()
            await self._ahead.put(None)

    def _give_up(self) -> None:
        if self._asked is not None:
            self._asked.give_up()

    async def _answer(self, tag: Tag, fields: Contents) -> None:
        try:
            if not fits(tag, fields):
                raise BoltError(INVALID, f"{tag.name} has other fields")
            if tag == Tag.GOODBYE:
                self._ended = True
            elif tag == Tag.RESET:
                await self._reset()
            elif self._known and (self._failed or self._resets):
                await self._wire.write(said(Tag.IGNORED))
            elif self._known and tag in self._answers:
                await self._answers[tag](*fields)
            elif not self._known and tag in (Tag.HELLO, Tag.LOGON):
                await (self._hello if tag == Tag.HELLO else self._logon)(*fields)
            else:
                raise BoltError(INVALID, f"{tag.name} is not taken here")
        except (SupplygraphError, BoltError) as error:
            await self._fail(error)
        except OSError:
            self._ended = True
        except Exception as error:
            LOG.exception("bolt %s failed", tag.name)
            await self._fail(error)
        finally:
            self._ahead.task_done()

    async def _fail(self, error: Exception) -> None:
        """Tell what went wrong; until it resets, the rest of what the client said already is ignored."""
        self._failed = True
        self._transaction.clear()
        self._ended = self._ended or not self._known  # who has not said who it is gets one try
        with suppress(OSError):
            await self._wire.write(said(Tag.FAILURE, failed(error)))

    async def _success(self, **content: Any) -> None:
        await self._wire.write(said(Tag.SUCCESS, content))

    async def _hello(self, extra: dict[str, Any]) -> None:
        if self._greeted:
            raise BoltError(INVALID, "HELLO was said before")
        routing = extra.get("routing")
        if isinstance(routing, dict) and isinstance(routing.get("address"), str):
            self._address = routing["address"]
        self._greeted = True
        if self._version < (5, 1):
            await self._let_in(extra)
        await self._success(server=AGENT, connection_id=f"bolt-{id(self):x}", hints={})

    async def _logon(self, given: dict[str, Any]) -> None:
        if not self._greeted:
            raise BoltError(INVALID, "HELLO comes first")
        await self._let_in(given)
        await self._success()

    async def _let_in(self, given: dict[str, Any]) -> None:
        if not await self._account.is_meant(given):
            raise BoltError(UNAUTHORIZED, f"the user is {self._account.user}, the password the one that was printed")
        self._known = True

    async def _logoff(self) -> None:
        self._known = False
        await self._success()

    async def _reset(self) -> None:
        self._resets -= 1
        if self._resets:
            await self._wire.write(said(Tag.IGNORED))
            return
        self._failed = False
        self._transaction.clear()
        await self._success()

    async def _telemetry(self, _: int) -> None:
        await self._success()

    async def _route(self, routing: dict[str, Any], _: list[str], extra: Any) -> None:
        name = database_of(extra if isinstance(extra, dict) else {"db": extra})  # 4.4 and 5 say a map
        address = routing.get("address")
        await self._success(**routing_table(address if isinstance(address, str) else self._address, name))

    async def _begin(self, extra: dict[str, Any]) -> None:
        self._transaction.begin(extra)
        await self._success()

    async def _commit(self) -> None:
        self._transaction.end()
        await self._success(**self._transaction.bookmark())

    async def _rollback(self) -> None:
        self._transaction.end()
        await self._success()

    async def _run(self, text: str, parameters: dict[str, Any], extra: dict[str, Any]) -> None:
        settings = self._transaction.settings(extra)
        name = database_of(settings)
        started = time.perf_counter()
        found = own_answer(text)
        if found is None:
            if name == SYSTEM:
                raise BoltError(NO_DATABASE, f"the graph is in the database {DATABASE}")
            found = await self._ask(Query(text, parameters, _seconds(settings)))
        taken = int((time.perf_counter() - started) * 1_000)
        await self._success(fields=list(found.columns), t_first=taken, **self._transaction.add(found))

    async def _ask(self, query: Query) -> OpenResult:
        self._asked = asked = PendingQuery()
        asking = asyncio.create_task(self._questions.ask(query, self._version[0], asked))
        try:
            answer = await asyncio.shield(asking)
        except asyncio.CancelledError:  # the server ends
            asked.give_up()
            await asyncio.gather(asking, return_exceptions=True)
            raise
        finally:
            self._asked = None
        self._transaction.reads(answer.version)
        return OpenResult.of(answer)

    async def _pull(self, extra: dict[str, Any]) -> None:
        number, result, count = self._transaction.result(extra)
        for row in result.take(count):
            await self._wire.write(record(row))
        await self._go_on(number, result)

    async def _discard(self, extra: dict[str, Any]) -> None:
        number, result, count = self._transaction.result(extra)
        result.discard(count)
        await self._go_on(number, result)

    async def _go_on(self, number: int, result: OpenResult) -> None:
        await self._success(**({"has_more": True} if result.has_more else self._transaction.close(number)))


def _seconds(settings: dict[str, Any]) -> float | None:
    milliseconds = settings.get("tx_timeout")
    return milliseconds / 1_000 if isinstance(milliseconds, int) and milliseconds > 0 else None
