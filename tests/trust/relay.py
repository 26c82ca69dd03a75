"""A relay to a server that can be made slow, silent and dead: a network as it is on a bad day."""

import socket
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from enum import StrEnum

LATE = 0.05
"""Seconds that a slow relay keeps each packet."""


class Mood(StrEnum):
    """What a relay does with what it gets."""

    OPEN = "open"
    SLOW = "slow"
    SILENT = "silent"
    STOPPED = "stopped"


class Relay:
    """A port of this machine that leads to another.

    Parameters
    ----------
    host, port
        Where it leads.

    Attributes
    ----------
    port : int
        Its own.
    """

    def __init__(self, host: str, port: int) -> None:
        self._to = (host, port)
        self._mood = Mood.OPEN
        self._pairs: set[socket.socket] = set()
        self._listening = socket.create_server(("127.0.0.1", 0))
        self.port: int = self._listening.getsockname()[1]
        threading.Thread(target=self._accept, daemon=True).start()

    def be(self, mood: Mood) -> None:
        """Change; what is open is cut where it stops."""
        self._mood = mood
        if mood is Mood.STOPPED:
            for one in tuple(self._pairs):
                _cut(one)

    def close(self) -> None:
        """End."""
        self.be(Mood.STOPPED)
        self._listening.close()

    def _accept(self) -> None:
        with suppress(OSError):
            while True:
                near, _ = self._listening.accept()
                if self._mood is Mood.STOPPED:
                    _cut(near)
                    continue
                far = socket.create_connection(self._to)
                self._pairs |= {near, far}
                for one, other in ((near, far), (far, near)):
                    threading.Thread(target=self._pass_on, args=(one, other), daemon=True).start()

    def _pass_on(self, one: socket.socket, other: socket.socket) -> None:
        with suppress(OSError):
            while data := one.recv(65_536):
                if self._mood is Mood.SLOW:
                    time.sleep(LATE)
                while self._mood is Mood.SILENT:
                    time.sleep(LATE)
                other.sendall(data)
        for end in (one, other):
            self._pairs.discard(end)
            _cut(end)


def _cut(one: socket.socket) -> None:
    with suppress(OSError):
        one.shutdown(socket.SHUT_RDWR)
    one.close()


@contextmanager
def relayed(host: str, port: int) -> Iterator[Relay]:
    """Open a relay, and close it afterwards."""
    relay = Relay(host, port)
    try:
        yield relay
    finally:
        relay.close()
