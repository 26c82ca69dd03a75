"""The snapshots that a graph keeps, bounded in bytes: the least lately asked for is dropped first."""

import threading
from collections.abc import Callable, Hashable

from cachetools import LRUCache

from graph.snapshot import Snapshot

MOST_BYTES = 400_000_000
BYTES_AN_EDGE = 800
"""What a snapshot takes for each relation, need and node. Measured with tracemalloc over 25,000 of them: 480 as
made, 620 once five measures have derived what they keep with it; rounded up for the other measures."""


class KeptSnapshots:
    """Snapshots by what was asked; safe to use from many threads, which make each of them once.

    Parameters
    ----------
    most_bytes : int
        Of all together, as estimated by ``size_of``; the one asked for last is kept in any case.
    """

    def __init__(self, most_bytes: int = MOST_BYTES) -> None:
        self._lock = threading.Lock()
        self._making: dict[Hashable, threading.Lock] = {}
        self._kept: LRUCache[Hashable, Snapshot] = LRUCache(most_bytes, getsizeof=size_of)

    def __len__(self) -> int:
        return len(self._kept)

    @property
    def bytes(self) -> int:
        """Estimated size of all."""
        return int(self._kept.currsize)

    def bound(self, most_bytes: int) -> None:
        """Set how large they may be together; those kept so far are dropped."""
        with self._lock:
            self._kept = LRUCache(most_bytes, getsizeof=size_of)

    def clear(self) -> None:
        """Drop them all."""
        with self._lock:
            self._kept.clear()

    def get(self, key: Hashable, make: Callable[[], Snapshot]) -> Snapshot:
        """Return a snapshot that is kept, or make it and keep it."""
        with self._lock:
            if (found := self._kept.get(key)) is not None:
                return found
            making = self._making.setdefault(key, threading.Lock())
        with making:
            with self._lock:
                if (found := self._kept.get(key)) is not None:
                    return found
            try:
                made = make()
            finally:
                with self._lock:
                    self._making.pop(key, None)
            with self._lock:
                if size_of(made) <= self._kept.maxsize:
                    self._kept[key] = made
            return made


def size_of(snapshot: Snapshot) -> int:
    """Return the estimated size of a snapshot in bytes."""
    return BYTES_AN_EDGE * (len(snapshot.edges) + len(snapshot.needs) + len(snapshot.nodes))
