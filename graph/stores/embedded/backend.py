"""The embedded backend: an engine for the version asked for, replaced when it is stale, overdue or gone.

Engines read a projection that nobody writes, so two can stand side by side: the new one is started first, then
takes over, and the old one ends when the last query it was lent to has ended.
"""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path

from graph.errors import EngineBusyError, StoreError
from graph.stores.embedded.engine import Engine
from graph.stores.embedded.engine_process import DATABASE
from graph.stores.embedded.projection_folder import ProjectionFolder
from graph.stores.property_graph.replace import WriteProgress
from graph.stores.target import Target

_PING = 0.5
"""Seconds that an engine has to answer a trivial query before it is taken for gone."""


def _refuse_without_engine() -> None:
    """Say what Cypher in a folder needs, where the engine was left out.

    Raises
    ------
    StoreError
    """
    if find_spec("arcadedb") is None:
        raise StoreError(
            "Cypher in a folder needs the extra `embedded` (pip install -e '.[embedded]'), or set NEO4J_URI"
        )


@dataclass
class _Lent:
    engine: Engine
    users: int = 0
    retired: bool = False


class EmbeddedBackend:
    """Engines over the projections of a data folder.

    Parameters
    ----------
    data : Path
        Folder of the built graph.
    seconds : float
        Longest time of a query.
    heap_mb : int
        Largest heap of an engine.
    """

    def __init__(self, data: Path, seconds: float, heap_mb: int) -> None:
        self._folder = ProjectionFolder(data)
        self._seconds = seconds
        self._heap_mb = heap_mb
        self._changed = threading.Condition()
        self._current: _Lent | None = None
        self._making: str | None = None
        self._state = ""
        self._failure: StoreError | None = None
        self._closed = False

    @contextmanager
    def lend(self, version: str, wait: float) -> Iterator[Target]:
        """Lend an engine for one query.

        The engine of the version in use before goes on serving while the one of a new version is made; the
        target says which version it holds.

        Parameters
        ----------
        version : str
            The graph version wanted.
        wait : float
            Seconds to wait where there is no engine at all yet.

        Raises
        ------
        EngineBusyError
            There is no engine yet; says how far it is.
        StoreError
            None can be made.
        """
        lent = self._take(version, wait)
        try:
            yield Target(
                uri=lent.engine.uri, user="reader", password=lent.engine.password, database=DATABASE,
                version=lent.engine.version, http=lent.engine.http,
            )  # fmt: skip
        finally:
            with self._changed:
                lent.users -= 1
                self._end_if_unused(lent)

    def prepare(self, version: str, progress: WriteProgress) -> None:
        """Build the projection of a version now, so that the first query need not wait.

        Parameters
        ----------
        version : str
            The graph version that will be asked.
        progress : WriteProgress
            Told how many rows are written; not at all where the projection is there already.

        Raises
        ------
        StoreError
            The engine is not installed, or the projection cannot be built.
        """
        _refuse_without_engine()
        if self._folder.find(version) is None:
            self._folder.build(version, progress)

    def renew(self, uri: str) -> None:
        """Replace the engine at an address: a query ran over there, or it went away.

        It is lent to nobody again, even if it answers: what runs over in it has its memory and its processors, and
        the next question would pay for that. It ends when the last query it was lent to has ended. One that does not
        answer is ended at once: whoever waits for it asks the new one.

        Parameters
        ----------
        uri : str
            Address of the engine; one that was replaced already is left alone.
        """
        with self._changed:
            suspect = self._current
            if suspect is not None and suspect.engine.uri == uri and not self._making:
                self._current = None
                self._retire(suspect)
                threading.Thread(target=self._judge, args=(suspect,), daemon=True).start()
                self._make(suspect.engine.version)

    @property
    def engine(self) -> Engine | None:
        """The engine in use."""
        return self._current.engine if self._current else None

    def close(self) -> None:
        """End every engine."""
        with self._changed:
            self._closed = True
            while self._making:
                self._changed.wait()
            if self._current:
                self._retire(self._current)
                self._current.engine.close()
                self._current = None
        self._folder.close()

    def _take(self, version: str, wait: float) -> _Lent:
        _refuse_without_engine()
        with self._changed:
            if self._current and not self._current.engine.alive:
                self._current = None
            if self._current is None or self._current.engine.version != version:
                self._make(version)
            self._changed.wait_for(lambda: self._current or not self._making, wait)
            if self._current is None:
                if self._making:
                    raise EngineBusyError(f"the Cypher engine is being prepared ({self._state}); ask again")
                raise self._failure or StoreError("the Cypher engine is closed")
            self._current.users += 1
            return self._current

    def _make(self, version: str) -> None:
        """Start making an engine, one at a time; the lock is held."""
        if self._making or self._closed:
            return
        self._making, self._failure = version, None
        threading.Thread(target=self._make_now, args=(version,), daemon=True).start()

    def _make_now(self, version: str) -> None:
        made, failure = None, None
        try:
            made = self._engine(version)
        except StoreError as error:
            failure = error
        except Exception as error:
            failure = StoreError(f"the Cypher engine could not be made: {error}")
        with self._changed:
            self._making, self._failure = None, failure
            if made is not None and self._closed:
                made.close()
            elif made is not None:
                old, self._current = self._current, _Lent(made)
                if old:
                    self._retire(old)
                threading.Thread(target=self._watch, args=(made,), daemon=True).start()
            self._changed.notify_all()

    def _judge(self, suspect: _Lent) -> None:
        """End a retired engine that others still wait for, unless it answers."""
        if not suspect.engine.answers(_PING):
            suspect.engine.close()

    def _engine(self, version: str) -> Engine:
        self._state = "starting"
        databases = self._folder.find(version)
        if databases is not None:
            try:
                return Engine(databases, version, self._seconds, self._heap_mb)
            except StoreError:
                self._folder.discard(version)  # it looked whole and cannot be served: damaged
        return Engine(self._folder.build(version, self._note), version, self._seconds, self._heap_mb)

    def _note(self, what: str, done: int, total: int) -> None:
        self._state = f"{done:,} of {total:,} rows"

    def _watch(self, engine: Engine) -> None:
        if engine.wait():
            engine.close()
            self.renew(engine.uri)

    def _retire(self, lent: _Lent) -> None:
        lent.retired = True
        self._end_if_unused(lent)

    def _end_if_unused(self, lent: _Lent) -> None:
        if lent.retired and lent.users == 0:
            lent.engine.close()
