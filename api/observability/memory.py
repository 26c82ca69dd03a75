"""How much memory this process holds, and what happens when it is too much."""

import ctypes
import os
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

from graph.errors import OverloadError

_STATM = Path("/proc/self/statm")
_PAGE = os.sysconf("SC_PAGE_SIZE")


def resident_bytes() -> int:
    """Return the resident memory of this process, 0 where the system does not tell."""
    try:
        return int(_STATM.read_text().split()[1]) * _PAGE
    except (OSError, ValueError, IndexError):
        return 0


def give_back() -> None:
    """Return to the system what has been freed and is kept for reuse, where the C library can (glibc)."""
    with suppress(OSError, AttributeError):
        ctypes.CDLL(None).malloc_trim(0)


class MemoryWatch:
    """Ends questions while the process holds more memory than it may.

    Parameters
    ----------
    most : int
        Bytes.
    shed : callable
        Lets go of what can be computed again.
    """

    def __init__(self, most: int, shed: Callable[[], None]) -> None:
        self._most = most
        self._shed = shed

    def __call__(self) -> None:
        """Look.

        Raises
        ------
        OverloadError
            There is too little memory left, also without what is kept for quickness.
        """
        if resident_bytes() <= self._most:
            return
        self._shed()
        if resident_bytes() > self._most:
            raise OverloadError("the server is short of memory; ask for less, or again later")
