"""The door itself: a socket on loopback, a bounded number of connections, each with a session."""

import asyncio
import logging
import socket
from contextlib import suppress
from dataclasses import dataclass, field

from api.bolt.accounts import Account
from api.bolt.queries import BoltQueries
from api.bolt.session import Bounds, Session
from api.bolt.wire import Wire, WireError
from graph.errors import SupplygraphError

LOG = logging.getLogger("supplygraph.faults")
LOOPBACK = "127.0.0.1"


class PortTakenError(SupplygraphError):
    """Somebody listens on the port of the door already."""


@dataclass(frozen=True)
class Door:
    """A socket that listens, and the password that opens it."""

    listening: socket.socket
    password: str = field(repr=False)

    @classmethod
    def on(cls, port: int, password: str) -> "Door":
        """Listen on loopback, so that a port that is taken is told before anything else starts.

        Raises
        ------
        PortTakenError
        """
        try:
            return cls(socket.create_server((LOOPBACK, port)), password)
        except OSError as error:
            told = f"port {port} for Bolt cannot be had ({error.strerror}); name another with --bolt-port"
            raise PortTakenError(told) from error

    @property
    def port(self) -> int:
        """Where it listens."""
        return int(self.listening.getsockname()[1])


class BoltServer:
    """Sessions behind a door.

    Parameters
    ----------
    door : Door
    questions : BoltQueries
    bounds : Bounds
        Of a connection.
    most : int
        Connections open at once; beyond them, the one that idles longest gives way.
    """

    def __init__(self, door: Door, questions: BoltQueries, bounds: Bounds, most: int) -> None:
        self._door = door
        self._account = Account(door.port, door.password)
        self._questions = questions
        self._bounds = bounds
        self._most = most
        self._open: dict[Wire, Session | None] = {}
        self._tasks: set[asyncio.Task[None]] = set()
        self._server: asyncio.Server | None = None

    async def start(self) -> None:
        """Begin to take connections."""
        self._server = await asyncio.start_server(self._take, sock=self._door.listening)

    async def close(self) -> None:
        """Take no more, and break off those that are open."""
        if self._server is not None:
            self._server.close()
        for task in list(self._tasks):
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)

    def _take(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        wire = Wire(reader, writer)
        self._open[wire] = None
        if len(self._open) > self._most:
            self._make_room(wire)
        task = asyncio.create_task(self._serve(wire))
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    def _make_room(self, newest: Wire) -> None:
        idle = [(wire, one) for wire, one in self._open.items() if wire is not newest and not (one and one.is_busy)]
        longest = min(idle, key=lambda pair: pair[1].waits_since if pair[1] else 0.0, default=(newest, None))
        longest[0].drop()

    async def _serve(self, wire: Wire) -> None:
        try:
            version = await wire.agree(self._bounds.arriving_seconds)
            session = Session(wire, version, self._account, self._questions, self._bounds)
            self._open[wire] = session
            await session.serve()
        except (WireError, TimeoutError, EOFError, OSError):
            pass  # there is nobody to tell
        except Exception:
            LOG.exception("a bolt connection failed")
        finally:
            del self._open[wire]
            with suppress(OSError):
                wire.end()
