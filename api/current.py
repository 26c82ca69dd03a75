"""The graph that a process serves."""

import gc
import logging
import threading
import time
from contextlib import suppress

from api.settings import Settings
from graph.budget import checkpoint
from graph.errors import NoGraphError, ReplacedError, SupplygraphError
from graph.snapshots.kept_snapshots import KeptSnapshots
from graph.stores.opening import open_store
from graph.stores.versions.version_file import StoredGraph

ASKED_EVERY = 0.5
"""Seconds between two looks at which version the store names."""
REFUSED_FOR = 30.0
"""Seconds after which a version that could not be read is tried again."""
WAIT = 0.1
"""Seconds between two looks at whether a question that waits for a version still has time."""
STORED = "supplygraph.stored"
"""Where the scope of a request has the graph that it is answered from, where that is settled already."""


class CurrentGraph:
    """The graph that this process serves; swapped whole when the store names another version.

    The store is asked at most every ``ASKED_EVERY`` seconds, and a new version is read aside, so that no answer
    waits for it.

    Parameters
    ----------
    settings : Settings
    stored : StoredGraph, optional
        The graph in use, where it has been read already.

    Attributes
    ----------
    refused : str
        Why the store's newer version is not served, empty where the one in use is the newest.
    """

    def __init__(self, settings: Settings, stored: StoredGraph | None = None) -> None:
        self._snapshot_bytes = settings.snapshot_mb * 1_000_000
        self._store = open_store(settings.data, settings.neo4j)
        self._lock = threading.Lock()
        self._stored: StoredGraph | None = None
        self._stored = self._settled(stored) if stored is not None else None
        self._before: StoredGraph | None = None
        self._asked = 0.0
        self.refused = ""
        self._refused: tuple[str | None, float] = (None, 0.0)
        self._reading: threading.Thread | None = None

    def held(self) -> StoredGraph | None:
        """Return the stored graph if it is in memory; never waits for the store."""
        return self.get() if self._stored is not None else None

    def kept(self) -> KeptSnapshots:
        """Return the snapshots kept of the graph in use; none while there is no graph."""
        return self._stored.graph.kept_snapshots if self._stored is not None else KeptSnapshots(1)

    def divide(self, parts: int) -> None:
        """Keep no more snapshots than one part of so many: as many processes have a graph of their own."""
        self._snapshot_bytes //= parts
        self.kept().bound(self._snapshot_bytes)

    def shed(self) -> None:
        """Let go of what can be computed again."""
        for stored in (self._stored, self._before):
            if stored is not None:
                stored.graph.kept_snapshots.clear()

    def get(self) -> StoredGraph:
        """Return the stored graph.

        Raises
        ------
        NoGraphError
            Nothing has been built yet.
        """
        with self._lock:
            if self._stored is None:
                self._stored = self._first()
            elif not self._reading and time.monotonic() - self._asked > ASKED_EVERY:
                self._reading = threading.Thread(target=self._take_up, args=(self._stored,), daemon=True)
                self._reading.start()
            return self._stored

    def hold(self, version: str) -> StoredGraph:
        """Return the graph of a version, and take it up where it is not in use: another process says which is.

        The newest one, where the store has replaced it by now: an answer says which version it is of. For one caller
        at a time.

        Raises
        ------
        StoreError
            The store cannot be read.
        """
        while (found := self._found(version)) is None and (reading := self._reading):
            reading.join(WAIT)  # it is probably that version
            checkpoint("the new graph read")
        if found is None:
            found = self._settled(self._read(version))
            self._before, self._stored = self._stored, found
        return found

    def _read(self, version: str) -> StoredGraph:
        with suppress(ReplacedError):
            return self._store.read(version, checked=True)
        return self._store.read(checked=True)

    def _found(self, version: str) -> StoredGraph | None:
        held = (self._stored, self._before)
        return next((stored for stored in held if stored is not None and stored.graph.version == version), None)

    def at(self, version: str) -> StoredGraph:
        """Return the graph of the version that an answer came from, so that the answer is of one version.

        Raises
        ------
        ReplacedError
            That version is neither in use nor in the store any more.
        """
        return self._found(version) or self._store.read(version)

    def close(self) -> None:
        """Let go of the store."""
        if reading := self._reading:  # taken once: the thread lets go of it when it ends
            reading.join()
        self._store.close()

    def _first(self) -> StoredGraph:
        try:
            return self._settled(self._store.read(checked=True))
        except NoGraphError as error:
            raise NoGraphError("there is no graph yet; run `supplygraph build`, then ask again") from error

    def _take_up(self, used: StoredGraph) -> None:
        """Read the graph anew if the store names another version; while it cannot be read, the old one serves."""
        version = None
        try:
            version = self._store.current()
            if version is not None and version != used.graph.version and not self._was_refused(version):
                self._before, self._stored = used, self._settled(self._store.read(checked=True))
                self.refused = ""
            elif version == used.graph.version:
                self.refused = ""
        except SupplygraphError as error:
            self._refused = version, time.monotonic()
            if str(error) != self.refused:
                self.refused = str(error)
                logging.getLogger(__name__).warning("the new graph is not taken up: %s", error)
        finally:
            self._asked, self._reading = time.monotonic(), None

    def _was_refused(self, version: str) -> bool:
        refused, when = self._refused
        return version == refused and time.monotonic() - when < REFUSED_FOR

    def _settled(self, stored: StoredGraph) -> StoredGraph:
        """Bound what the graph keeps, and spare the collector a walk over it: it is never garbage while it is used."""
        stored.graph.kept_snapshots.bound(self._snapshot_bytes)
        if self._stored is not None:  # the graph before it may be garbage; of a process that begins hardly anything is
            gc.unfreeze()
            gc.collect()
        gc.freeze()
        return stored
