"""What is kept with something immutable because it follows from it: made once, bounded, safe to use from many threads.

The only place where analysis keeps anything: each graph, snapshot and AND/OR graph owns one ``Kept``, so that what
follows from it goes when it goes, and the metrics can say how much it is.
"""

import sys
import threading
from collections.abc import Callable, Hashable, Mapping
from dataclasses import fields, is_dataclass
from itertools import islice
from typing import Any, NamedTuple, TypeVar, cast

import numpy as np
from cachetools import LRUCache

from graph.budget import checkpoint

Value = TypeVar("Value")
SAMPLE = 8
"""Of longer lists so many are measured: walking over all of them took half as long as making them."""
WAIT = 0.1
"""Seconds between two looks at whether a question that waits for another's value still has time."""


class _Entry(NamedTuple):
    value: Any
    size: int


def _size(entry: _Entry) -> int:
    return entry.size


class Kept:
    """Values by key; the least lately asked for is dropped first.

    Parameters
    ----------
    most_bytes : int
        Of all together, as estimated by ``size_of``. What is larger alone is made, and not kept.
    size_of : callable, optional
        Bytes of a value; by default those of its arrays.
    """

    def __init__(self, most_bytes: int, size_of: Callable[[Any], int] | None = None) -> None:
        self._lock = threading.Lock()
        self._size_of = size_of or array_bytes
        self._making: dict[Hashable, threading.Lock] = {}
        self._kept: LRUCache[Hashable, _Entry] = LRUCache(most_bytes, getsizeof=_size)

    def __len__(self) -> int:
        return len(self._kept)

    @property
    def bytes(self) -> int:
        """Estimated size of all."""
        return int(self._kept.currsize)

    def values(self) -> list[Any]:
        """Return what is kept now."""
        with self._lock:
            return [entry.value for entry in self._kept.values()]

    def bound(self, most_bytes: int) -> None:
        """Set how large they may be together; those kept so far are dropped.

        Parameters
        ----------
        most_bytes : int
            Of all together, as estimated.
        """
        with self._lock:
            self._kept = LRUCache(most_bytes, getsizeof=_size)

    def measure(self) -> None:
        """Measure again what is kept, as it may have grown; the least lately asked for goes where it is too much."""
        with self._lock:
            oldest_first = [self._kept.popitem() for _ in range(len(self._kept))]
            for key, entry in oldest_first:
                self._put(key, _Entry(entry.value, self._size_of(entry.value)))

    def _put(self, key: Hashable, entry: _Entry) -> None:
        if entry.size <= self._kept.maxsize:
            self._kept[key] = entry

    def clear(self) -> None:
        """Drop them all."""
        with self._lock:
            self._kept.clear()

    def get(self, key: Hashable, make: Callable[[], Value]) -> Value:
        """Return the value that is kept, or make it and keep it; of several threads that ask, one makes it.

        Parameters
        ----------
        key : Hashable
            What tells the value from others of this owner.
        make : Callable[[], Value]
            Called where none is kept; what it raises is raised here, and nothing is kept.

        Raises
        ------
        TimeLimitError, GivenUpError
            The question has no time left, or nobody waits for it, while another makes the value.
        """
        with self._lock:
            if key in self._kept:
                return cast(Value, self._kept[key].value)
            making = self._making.setdefault(key, threading.Lock())
        while not making.acquire(timeout=WAIT):
            checkpoint("what another question makes")
        try:
            with self._lock:
                if key in self._kept:
                    return cast(Value, self._kept[key].value)
            made = make()
            entry = _Entry(made, self._size_of(made))
            with self._lock:
                self._put(key, entry)
            return made
        finally:
            with self._lock:
                self._making.pop(key, None)
            making.release()


class Shared:
    """Things that are the same on many days, made once and held by all of them.

    For many small things that are asked for often: a look-up costs that of a dictionary, and none waits for another.

    Parameters
    ----------
    most : int
        So many are remembered; then it begins anew, and what was made stays with whoever holds it.
    """

    def __init__(self, most: int) -> None:
        self._most = most
        self._made: dict[Hashable, Any] = {}

    def __len__(self) -> int:
        return len(self._made)

    def get(self, key: Hashable, make: Callable[[], Value]) -> Value:
        """Return what was made of a key, or make it; of several threads that make it at once all get one.

        Parameters
        ----------
        key : Hashable
            All that it is made of.
        make : Callable[[], Value]
            Called where nothing is remembered.
        """
        known = self._made
        if key in known:
            return cast(Value, known[key])
        if len(known) >= self._most:
            known = self._made = {}
        return cast(Value, known.setdefault(key, make()))


def array_bytes(value: Any) -> int:
    """Return the size of the arrays that a value holds, and of what holds them, in bytes.

    >>> array_bytes(np.zeros(1_000))
    8000

    Parameters
    ----------
    value : Any
        Of anything else than arrays, and what holds them, only the shell counts.
    """
    if isinstance(value, np.ndarray) or hasattr(value, "nbytes"):  # what knows itself how much of it is its own
        return int(value.nbytes)
    if isinstance(value, str | int | float) or value is None:
        return sys.getsizeof(value)
    if hasattr(value, "indptr"):  # a sparse matrix of scipy, which takes a fifth of a second to load
        return array_bytes((value.data, value.indices, value.indptr))
    if is_dataclass(value) and not isinstance(value, type):
        return array_bytes([getattr(value, field.name) for field in fields(value)])
    shell = sys.getsizeof(value, 0)
    if isinstance(value, Mapping | list | tuple):
        inner = value.values() if isinstance(value, Mapping) else value
        part = [array_bytes(one) for one in islice(inner, SAMPLE)]
        return shell + sum(part) * len(value) // max(1, len(part))
    return shell
