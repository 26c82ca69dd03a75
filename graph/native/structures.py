"""What kernels are given, as C reads it: the structures of kernels.h, each with the arrays that it points at."""

import ctypes
from typing import Any

import numpy as np
from numpy.typing import NDArray

AHEAD = 8
"""As in kernels.h."""
LISTS = ("cyclic", "first_owner", "owners", "first_need", "first_link", "suppliers")
NUMBERS = ("share", "rigid", "unstated")
MARKS = ("silent", "any_one", "open", "alike")


class Laid(ctypes.Structure):
    """A schedule laid out as C reads it: ``struct schedule`` of kernels.h.

    Parameters
    ----------
    cyclic : array of uint8, shape (steps,)
        1 where a step is repeated.
    *lists : array of uint32
        first_owner, owners, first_need, first_link and suppliers, of all steps; those of ``first`` with the end of the
        last.
    """

    _fields_ = (("steps", ctypes.c_int64), *((name, ctypes.c_void_p) for name in LISTS))

    def __init__(self, cyclic: NDArray[np.uint8], *lists: NDArray[np.uint32]) -> None:
        beyond = np.zeros(AHEAD, dtype=np.uint32)
        self.lists: tuple[NDArray[Any], ...]
        self.lists = (cyclic, *lists[:-1], np.append(lists[-1], beyond))  # C knows addresses only: held as long as this
        super().__init__(len(cyclic), *(one.ctypes.data for one in self.lists))


class Shares(ctypes.Structure):
    """A sparse matrix by rows as C reads it: ``struct shares`` of kernels.h.

    Parameters
    ----------
    first : array of int, shape (size + 1,)
        Where each row begins, and where the last ends.
    supplier : array of int
        The column of each value.
    share : array of float64
        The values.
    """

    _fields_ = tuple((name, ctypes.c_void_p) for name in ("first", "supplier", "share"))

    def __init__(self, first: NDArray[Any], supplier: NDArray[Any], share: NDArray[np.float64]) -> None:
        self.lists: tuple[NDArray[Any], ...]
        self.lists = tuple(map(np.ascontiguousarray, (first, supplier, share), (np.int32, np.int32, np.float64)))
        super().__init__(*(one.ctypes.data for one in self.lists))


class LossTerms(ctypes.Structure):
    """What is said of links and needs, as C reads it: ``struct terms`` of kernels.h.

    Parameters
    ----------
    bound : int
        0 for the least that may be lost, 1 for the central value, 2 for the most.
    dead_links : array of bool, shape (links of the schedule,), optional
        Links that carry nothing.
    **lists : array
        share and silent of links, and rigid, unstated, any_one, open and alike of needs, in the order of a schedule.
    """

    _fields_ = (("bound", ctypes.c_int64), *((name, ctypes.c_void_p) for name in (*NUMBERS, *MARKS, "dead_links")))

    def __init__(self, bound: int, dead_links: NDArray[np.bool_] | None, **lists: NDArray[Any]) -> None:
        kinds = dict.fromkeys(NUMBERS, np.float64) | dict.fromkeys(MARKS, np.bool_)
        held = {name: np.ascontiguousarray(lists[name], kind) for name, kind in kinds.items()}
        if dead_links is not None:
            held["dead_links"] = dead_links
        self.lists = held
        super().__init__(bound, **{name: one.ctypes.data for name, one in held.items()})


class Progress(ctypes.Structure):
    """How far a kernel has come: ``struct reached`` of kernels.h."""

    _fields_ = (("step", ctypes.c_int64), ("turns", ctypes.c_int64), ("enough", ctypes.c_int64))
