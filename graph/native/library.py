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

VERSION = 3
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
        self._components = library.components
        self._components.restype = whole
        self._components.argtypes = [whole, *[ctypes.c_void_p] * 4]
        self._losses = library.losses
        self._losses.restype = None
        self._losses.argtypes = [
            whole, whole, whole, *[ctypes.c_void_p] * 12, whole, ctypes.c_double, whole, ctypes.c_void_p
        ]  # fmt: skip

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

    def components(self, first: NDArray[np.int64], target: NDArray[np.int32]) -> tuple[int, NDArray[np.int32]]:
        """Return how many strongly connected components there are, and that of each node.

        Parameters
        ----------
        first : array of int64, shape (size + 1,)
            Where the links of each node begin in ``target``.
        target : array of int32, shape (links,)
            Where each leads.
        """
        size = len(first) - 1
        label, room = np.empty(size, np.int32), np.empty(5 * size, np.int64)
        given = [_told(first, np.int64), _told(target, np.int32), _told(label, np.int32), _told(room, np.int64)]
        return self._components(size, *given), label

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
        told = [_told(dead_links, np.bool_), _told(given, np.uint64), _told(dead, np.uint64, changed=True)]
        self._failure(dead.shape[1], len(order.cyclic), *_order(order), *told)

    def losses(
        self, order: Any, needs: Any, loss: NDArray[np.float64], columns: range, bound: int, rest: tuple[float, int]
    ) -> None:
        """Let each owner lose what the worst of its needs does, step after step, in place.

        Parameters
        ----------
        order : Schedule
            See ``graph.analysis.dependency.kernels.schedule``.
        needs : Shares
            See ``graph.analysis.dependency.kernels.loss``.
        loss : array of float64, shape (size, what-ifs)
            Of all nodes; changed.
        columns : range
            The what-ifs that are worked on, at most ``loss.BLOCK``.
        bound : int
            0, 1 or 2: the low, central or high value.
        rest : tuple of (float, int)
            By how much a value may still move when a cycle has come to rest, and after how many turns it has at latest.
        """
        given = [
            _told(needs.share, np.float64), _told(needs.silent, np.bool_), _told(needs.dead, np.bool_),
            _told(needs.unstated, np.float64), _told(needs.rigid, np.float64), _told(needs.flags, np.uint8),
        ]  # fmt: skip
        begin = (_told(loss, np.float64, changed=True) or 0) + columns.start * loss.itemsize
        self._losses(len(columns), loss.shape[1], len(order.cyclic), *_order(order), *given, bound, *rest, begin)


def _order(order: Any) -> list[int | None]:
    return [
        _told(order.cyclic, np.uint8), _told(order.first_owner, np.int64), _told(order.owners, np.int32),
        _told(order.first_need, np.int32), _told(order.first_link, np.int32), _told(order.suppliers, np.int32),
    ]  # fmt: skip


def _told(array: NDArray[Any] | None, kind: Any, *, changed: bool = False) -> int | None:
    """Return where an array lies, having looked at what it is."""
    if array is None:
        return None
    flags = array.flags
    if array.dtype != kind or not (flags.c_contiguous and flags.aligned) or (changed and not flags.writeable):
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
