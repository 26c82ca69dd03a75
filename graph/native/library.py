"""The compiled kernels: found beside this file, loaded by ctypes, so that one library serves every version of Python.

Whoever asks for one has the same in numpy beside it, for where there is none; both give the same bits.
"""

import ctypes
import os
from collections.abc import Iterator
from functools import cache
from importlib.machinery import EXTENSION_SUFFIXES
from pathlib import Path
from typing import Any

import numpy as np
from numpy.ctypeslib import ndpointer
from numpy.typing import NDArray

from graph.native.structures import Laid, LossTerms, Progress, Shares

VERSION = 7
"""``VERSION`` in kernels.h: what the functions take."""
HERE = Path(__file__).parent
ENOUGH = 1 << 25
"""Values that a kernel looks at before it returns: a few hundredths of a second, where nothing is in the cache."""
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
        self._rewire = library.rewire
        self._rewire.restype = None
        self._rewire.argtypes = [
            _array(np.int64, 1, write=True), _array(np.int64, 1), whole, _array(np.int64, 1), whole, whole, whole,
            whole, ctypes.c_void_p, ctypes.c_void_p, _array(np.int64, 2, write=True), _array(np.int64, 1, write=True),
            _array(np.uint8, 1, write=True),
        ]  # fmt: skip
        self._components = library.components
        self._components.restype = whole
        self._components.argtypes = [
            whole, _array(np.int64, 1), _array(np.int32, 1), _array(np.int32, 1, write=True),
            _array(np.int64, 1, write=True),
        ]  # fmt: skip
        self._search = library.search
        self._search.restype = whole
        self._search.argtypes = [
            _array(np.int64, 1), _array(np.int32, 1), whole, *(_array(np.int32, 1, write=True) for _ in range(3)),
        ]  # fmt: skip
        schedule, reached, address = ctypes.POINTER(Laid), ctypes.POINTER(Progress), ctypes.c_void_p
        self._failure = library.failure
        self._failure.restype = whole
        self._failure.argtypes = [schedule, reached, whole, address, address, _array(np.uint64, 2, write=True)]

        self._look_through = library.look_through
        self._look_through.restype = whole
        self._look_through.argtypes = [
            schedule, reached, ctypes.POINTER(Shares), ctypes.c_double, whole, whole, _array(np.bool_, 2),
            _array(np.float64, 2, write=True), _array(np.float64, 2, write=True),
        ]  # fmt: skip
        self._loss = library.loss
        self._loss.restype = whole
        room = _array(np.float64, 2, write=True)
        self._loss.argtypes = [
            schedule, reached, ctypes.POINTER(LossTerms), ctypes.c_double, whole, whole, room, room, room,
        ]  # fmt: skip

    def rewire(
        self,
        suppliers: NDArray[np.int64],
        first: NDArray[np.int64],
        trades: tuple[int, int],
        chance: "np.random.Generator",  # by its name: numpy imports it when it is asked for
        worlds: NDArray[np.int64],
    ) -> None:
        """Let pairs of countries trade suppliers, in place, and note what each has now and then.

        Parameters
        ----------
        suppliers : array of int64, shape (ties,)
            Those of each country, from 0 on, none twice; changed.
        first : array of int64, shape (countries + 1,)
            Where the suppliers of each country begin.
        trades : tuple of int
            How many before the first world, besides those before every world.
        chance : numpy.random.Generator
            Its numbers in [0, 1) are taken as ``random()`` gives them.
        worlds : array of int64, shape (worlds, ties)
            Takes the suppliers of each country in random order.
        """
        lengths = np.diff(first)
        trading = np.flatnonzero(lengths)
        numbers = chance.bit_generator.ctypes
        pool = np.empty(2 * int(lengths.max(initial=0)), np.int64)
        marks = np.zeros(1 + int(suppliers.max(initial=0)), np.uint8)
        before, apart = trades if len(trading) > 1 else (0, 0)
        self._rewire(
            suppliers, first, len(lengths), trading, len(trading), before, apart, len(worlds),
            ctypes.cast(numbers.next_double, ctypes.c_void_p), numbers.state_address, worlds, pool, marks,
        )  # fmt: skip

    def components(self, first: NDArray[np.int64], target: NDArray[np.int32]) -> tuple[int, NDArray[np.int32]]:
        """Return how many strongly connected components there are, and that of each node.

        Parameters
        ----------
        first : array of int64, shape (size + 1,)
            Where the links of each node begin in ``target``.
        target : array of int32, shape (links,)
            Where each leads.
        """
        label, room = np.empty(len(first) - 1, np.int32), np.empty(5 * (len(first) - 1), np.int64)
        return self._components(len(label), first, target, label, room), label

    def search(
        self,
        first: NDArray[np.int64],
        end: NDArray[np.int32],
        starts: NDArray[np.int32],
        depth: NDArray[np.int32],
        before: NDArray[np.int32],
    ) -> NDArray[np.int32]:
        """Search breadth first, in place; return the nodes met, in their order.

        Parameters
        ----------
        first : array of int64, shape (size + 1,)
            Where the links of each node begin in ``end``.
        end : array of int32, shape (links,)
            Where each leads.
        starts : array of int32
            Where the search begins, none twice.
        depth : array of int32, shape (size,)
            -1 everywhere; takes the steps to each node that is met.
        before : array of int32, shape (size,)
            Takes the node one step nearer to a start.
        """
        queue = np.empty(len(depth), np.int32)
        queue[: len(starts)] = starts
        return queue[: self._search(first, end, len(starts), depth, before, queue)]

    def failure(
        self,
        schedule: Laid,
        dead: NDArray[np.uint64],
        dead_links: NDArray[np.bool_] | None,
        given: NDArray[np.uint64] | None,
    ) -> Iterator[int]:
        """Let all fail that has lost every supplier of a need, in place; go on where it is left each time.

        Parameters
        ----------
        schedule : Laid
            Over the needs that can empty.
        dead : array of uint64, shape (size, words)
            Of all nodes, 2, 4, 8 or 16 words; changed.
        dead_links : array of bool, shape (links of the schedule,), optional
            Links that no longer supply.
        given : array of uint64, shape (owners of the largest cycle, words), optional
            Room for what the owners of a cycle were: cycles fail that nothing outside supports. Without it they go on.

        Yields
        ------
        int
            The step that is next, every few hundredths of a second, for whoever may have to end it.
        """
        reached = Progress(0, 0, ENOUGH)
        links = None if dead_links is None else dead_links.ctypes.data
        kept = None if given is None else given.ctypes.data
        while not self._failure(schedule, reached, dead.shape[1], links, kept, dead):
            yield reached.step

    def look_through(
        self,
        schedule: Laid,
        shares: Shares,
        until: tuple[float, int],
        target: NDArray[np.bool_],
        sums: NDArray[np.float64],
        exposure: NDArray[np.float64],
    ) -> Iterator[int]:
        """Average over the suppliers of each node, in place; go on where it is left each time.

        Parameters
        ----------
        schedule : Laid
            Over all needs.
        shares : Shares
            The share that each supplier has of a node.
        until : tuple of float and int
            A cycle is repeated until nothing moves by so much, and at most so often.
        target : array of bool, shape (size, targets)
            What is 1 whatever it rests on.
        sums : array of float64, shape (owners of the largest cycle, targets)
            Room.
        exposure : array of float64, shape (size, targets)
            1 for the targets, else 0; changed.

        Yields
        ------
        int
            The step that is next, every few hundredths of a second, for whoever may have to end it.
        """
        reached = Progress(0, 0, ENOUGH)
        while not self._look_through(schedule, reached, shares, *until, target.shape[1], target, sums, exposure):
            yield reached.step

    def loss(
        self,
        schedule: Laid,
        terms: LossTerms,
        until: tuple[float, int],
        room: NDArray[np.float64],
        losses: NDArray[np.float64],
    ) -> Iterator[int]:
        """Let each node lose what the worst of its needs does, in place; go on where it is left each time.

        Parameters
        ----------
        schedule : Laid
            Over all needs asked about.
        terms : LossTerms
            In the order of the schedule.
        until : tuple of float and int
            A cycle is repeated until nothing moves by so much, and at most so often.
        room : array of float64, shape (2, owners of the largest cycle, what-ifs)
            What its owners were, and what they come to.
        losses : array of float64, shape (size, what-ifs)
            What nodes lose for other reasons; changed.

        Yields
        ------
        int
            The step that is next, every few hundredths of a second, for whoever may have to end it.
        """
        reached = Progress(0, 0, ENOUGH)
        while not self._loss(schedule, reached, terms, *until, losses.shape[1], *room, losses):
            yield reached.step


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
