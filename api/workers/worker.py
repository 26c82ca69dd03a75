"""A worker as the server sees it."""

import asyncio
import json
import math
import os
import signal
import socket
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass, field

from api.middleware.admission import MIDDLE
from api.observability.counters import WorkerFigures
from graph.budget import Budget
from graph.errors import OverloadError

SILENT = 2.0
"""Seconds without a word, where one comes twice a second, after which another worker is asked rather."""


@dataclass(eq=False)
class AnalysisWorker:
    """A worker process.

    Attributes
    ----------
    line : socket
        Questions go out on it, figures come in; its end is that of the worker.
    warm : bool
        It makes ready what the first view asks, and is asked first while nobody else asks.
    retired : float
        When it was told to take no more questions; 0 while it takes some.
    closed : bool
        It has been let go of, and ends or has ended.
    heard : float
        When it last said anything.
    """

    line: socket.socket
    warm: bool
    pid: int = 0
    figures: WorkerFigures = field(default_factory=WorkerFigures)
    retired: float = 0.0
    closed: bool = False
    born: float = field(default_factory=time.monotonic)
    heard: float = field(default_factory=time.monotonic)
    asked: set[Budget] = field(default_factory=set)

    @property
    def load(self) -> tuple[bool, int, int]:
        """How little it is to be asked: whether it has fallen silent, then its long questions, then all."""
        silent = time.monotonic() - self.heard > SILENT
        return silent, sum(one.worked >= MIDDLE for one in self.asked), len(self.asked)

    def doubt(self) -> None:
        """Ask another rather, until it says a word: it dropped a question, and has probably ended."""
        self.heard = -math.inf

    async def listen(self) -> None:
        """Take in its figures until it has gone."""
        reader, writer = await asyncio.open_connection(sock=self.line.dup())
        try:
            while told := await reader.readline():
                figures = json.loads(told)
                self.pid, self.heard = figures.pop("pid"), time.monotonic()
                self.figures = WorkerFigures(**figures)
        except (OSError, ValueError):  # it was killed while it spoke
            pass
        finally:
            writer.close()

    @asynccontextmanager
    async def ask(self, budget: Budget) -> AsyncIterator[tuple[asyncio.StreamReader, asyncio.StreamWriter]]:
        """Give a connection of its own for a question; closed, the question is given up.

        Raises
        ------
        OverloadError
            The worker has just gone, or no descriptor is left for the connection.
        """
        try:
            ours, theirs = socket.socketpair()
        except OSError as error:
            raise OverloadError("the server has too many files and connections open; ask again") from error
        try:
            with theirs:
                socket.send_fds(self.line, [b"q"], [theirs.fileno()])
        except OSError as error:
            ours.close()
            raise OverloadError("the process that would have worked on this has just ended; ask again") from error
        self.asked.add(budget)  # before anything waits: the next question has to see that this one is here
        try:
            reader, writer = await asyncio.open_connection(sock=ours)
            try:
                yield reader, writer
            finally:
                writer.transport.abort()
        finally:
            self.asked.discard(budget)

    def close(self) -> None:
        """Let go of it: it ends at once."""
        self.closed = True
        with suppress(OSError):
            self.line.shutdown(socket.SHUT_RDWR)
        self.line.close()

    def kill(self) -> None:
        """End it, whatever it does."""
        if self.pid:
            with suppress(ProcessLookupError):
                os.kill(self.pid, signal.SIGKILL)
        self.close()
