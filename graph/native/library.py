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
        self._failure_pass = library.failure_pass
        self._failure_pass.restype = whole
        self._failure_pass.argtypes = [
            whole, whole, _array(np.int64, 1), _array(np.int64, 1), whole, _array(np.int64, 1), whole,
            _array(np.int64, 1), ctypes.c_void_p, _array(np.uint64, 2), _array(np.uint64, 2, write=True),
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

    def failure_pass(
        self, step: Any, dead_links: NDArray[np.bool_] | None, given: NDArray[np.uint64], dead: NDArray[np.uint64]
    ) -> bool:
        """Let the owners of a step fail that have lost every supplier of a need, in place; say whether any did.

        Parameters
        ----------
        step : Step
            See ``graph.analysis.dependency.kernels.schedule``.
        dead_links : array of bool, shape (links of the step,), optional
            Links that no longer supply.
        given : array of uint64, shape (owners, words)
            What the owners are, whatever their suppliers are.
        dead : array of uint64, shape (size, words)
            Of all nodes, at most ``failure.BLOCK`` words; changed.
        """
        links = None if dead_links is None else dead_links.ctypes.data
        return bool(
            self._failure_pass(
                dead.shape[1], len(step.owners), step.owners, step.first_need, len(step.first_link), step.first_link,
                len(step.suppliers), step.suppliers, links, given, dead,
            )
        )  # fmt: skip


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
