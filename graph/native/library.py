"""The compiled kernels: found beside this file, loaded by ctypes, so that one library serves every version of Python.

Whoever asks for one has the same in numpy beside it, for where there is none; both give the same bits.
"""

import ctypes
import os
from functools import cache
from importlib.machinery import EXTENSION_SUFFIXES
from pathlib import Path
from typing import Any

import numpy as np
from numpy.ctypeslib import ndpointer
from numpy.typing import NDArray

VERSION = 2
"""``VERSION`` in kernels.h: what the functions take."""
HERE = Path(__file__).parent
OFF = ("0", "false", "f", "no", "n", "off")
"""As settings are read (api/settings.py)."""


class Kernels:
    """The functions of the library, with arrays checked.

    Parameters
    ----------
    library : ctypes.CDLL
        Built from the sources beside this file.
    """

    def __init__(self, library: ctypes.CDLL) -> None:
        whole = ctypes.c_int64
        self._curveball = library.curveball
        self._curveball.restype = None
        self._curveball.argtypes = [
            _array(np.uint8, 2, write=True), whole, whole, _array(np.int64, 1), _array(np.int64, 1),
            _array(np.float64, 2), whole, whole, whole, ctypes.c_void_p, _array(np.int64, 1, write=True),
        ]  # fmt: skip
        self._failure = library.failure
        self._failure.restype = None
        self._failure.argtypes = [whole, whole, *[ctypes.c_void_p] * 9]

    def curveball(
        self,
        held: NDArray[np.uint8],
        pairs: NDArray[np.int64],
        chance: NDArray[np.float64],
        worlds: NDArray[np.uint8] | None = None,
    ) -> None:
        """Let pairs of rows trade, in place.

        Parameters
        ----------
        held : array of uint8, shape (countries, suppliers)
            1 where a country has a supplier; changed.
        pairs : array of int64, shape (2, trades)
            Two different rows each.
        chance : array of float64, shape (trades, most)
            Numbers in [0, 1), as many a trade as any row has ones.
        worlds : array of uint8, shape (draws, countries, suppliers), optional
            Takes what is held after each of as many equal parts of the trades.
        """
        pool = np.empty(held.shape[1], np.int64)
        draws = 1 if worlds is None else len(worlds)
        copies = None
        if worlds is not None:
            if worlds.shape[1:] != held.shape or worlds.dtype != np.uint8 or not worlds.flags.carray:
                raise TypeError("worlds are to have the shape and kind of what is held, in one stretch of memory")
            copies = worlds.ctypes.data
        if pairs.shape[1] % draws:
            raise ValueError("as many trades are to be before each world")
        self._curveball(
            held, *held.shape, pairs[0], pairs[1], chance, chance.shape[1], pairs.shape[1] // draws, draws, copies, pool
        )

    def failure(
        self, order: Any, dead: NDArray[np.uint64], dead_links: NDArray[np.bool_] | None, *, bootstrap: bool
    ) -> None:
        """Let fail what has lost every supplier of a need, step after step, in place.

        Parameters
        ----------
        order : Schedule
            See ``graph.analysis.dependency.kernels.schedule``.
        dead : array of uint64, shape (size, words)
            Of all nodes, at most ``failure.BLOCK`` words; changed.
        dead_links : array of bool, shape (links of the schedule,), optional
            Links that no longer supply.
        bootstrap : bool
            A cycle that nothing outside supports fails.
        """
        given = np.empty((np.diff(order.first_owner).max(initial=0), dead.shape[1]), np.uint64) if bootstrap else None
        arrays = [order.cyclic, order.first_owner, order.owners, order.first_need, order.first_link, order.suppliers]
        kinds = (np.uint8, np.int64, np.int32, np.int32, np.int32, np.int32, np.bool_, np.uint64, np.uint64)
        told = [_told(one, kind) for one, kind in zip((*arrays, dead_links, given, dead), kinds, strict=True)]
        if not dead.flags.writeable:
            raise TypeError("what is dead is changed")
        self._failure(dead.shape[1], len(order.cyclic), *told)


def _told(array: NDArray[Any] | None, kind: Any) -> int | None:
    """Return where an array lies, having looked at what it is."""
    if array is None:
        return None
    if array.dtype != kind or not array.flags.c_contiguous or not array.flags.aligned:
        raise TypeError(f"an array is to be of {np.dtype(kind)}, in one stretch of memory")
    return array.ctypes.data


@cache
def kernels() -> Kernels | None:
    """Return the compiled kernels, None where there are none, or those of another build, or they are switched off.

    ``SUPPLYGRAPH_COMPILED=0`` switches them off, for the whole process: those in numpy compute, with equal results.
    """
    if os.environ.get("SUPPLYGRAPH_COMPILED", "1").strip().lower() in OFF:
        return None
    for suffix in EXTENSION_SUFFIXES:
        file = HERE / f"_kernels{suffix}"
        if file.is_file():
            try:
                library = ctypes.CDLL(str(file))
                if library.supplygraph_version() == VERSION:
                    return Kernels(library)
            except (OSError, AttributeError):
                continue  # of another machine, or something else
    return None


def _array(kind: Any, dimensions: int, *, write: bool = False) -> Any:
    return ndpointer(kind, dimensions, flags=["C_CONTIGUOUS", "WRITEABLE"] if write else ["C_CONTIGUOUS"])
