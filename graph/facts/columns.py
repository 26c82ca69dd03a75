"""One field of all facts of a kind: its distinct values, and the number of the value that each fact has.

So whatever follows from one field is worked out once for each distinct value (``Column.array``), and what follows from
many facts is arithmetic on arrays.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from itertools import count, islice
from typing import Any

import numpy as np
from numpy.typing import NDArray
from pydantic import BaseModel

from graph.budget import checkpoint

Numbers = NDArray[np.integer[Any]]


@dataclass(frozen=True, eq=False)
class Column:
    """One field of all facts.

    Attributes
    ----------
    values : Sequence
        Distinct values, in the order of their first use.
    numbers : NDArray of integers, shape (facts,)
        Which of them each fact has.
    """

    values: Sequence[Any]
    numbers: Numbers

    def array(self, of: Callable[[Any], Any], dtype: Any) -> NDArray[Any]:
        """Return what follows from the value of each fact.

        Parameters
        ----------
        of : callable
            Called once for each distinct value.
        dtype : numpy type
            Of the answer, of shape (facts,).

        Raises
        ------
        TimeLimitError, GivenUpError
            The question has no time left, or nobody waits for it.
        """
        checkpoint()
        return np.fromiter(map(of, self.values), dtype, len(self.values))[self.numbers]

    def ranks(self, of: Callable[[Any], Any] = lambda value: value) -> NDArray[np.int64]:
        """Return the rank of each fact by what follows from its value; equal where that is equal.

        Parameters
        ----------
        of : Callable[[Any], Any]
            Gives what can be compared; called once for each distinct value.

        Returns
        -------
        NDArray of int64, shape (facts,)
            From 0 on.
        """
        keys = [of(value) for value in self.values]
        place = {key: number for number, key in enumerate(sorted(set(keys)))}
        found: NDArray[np.int64] = np.array([place[key] for key in keys], np.int64)[self.numbers]
        return found

    def take(self, rows: NDArray[Any]) -> "Column":
        """Return the column of some facts.

        Parameters
        ----------
        rows : NDArray[Any]
            A mask of shape (facts,), or places.
        """
        return Column(self.values, self.numbers[rows])


def alike(columns: Iterable[Column]) -> NDArray[np.int64]:
    """Return a number for each fact, from 0 on: equal where all columns are equal.

    Parameters
    ----------
    columns : Iterable[Column]
        Of the same facts, in one order.

    Returns
    -------
    NDArray of int64, shape (facts,)
    """
    key, span = np.zeros(1, np.int64), 1
    for column in columns:
        width = max(len(column.values), 1)
        if span * width >= 2**62:
            key = np.unique(key, return_inverse=True)[1].astype(np.int64)
            span = len(key)
        key = key * width + column.numbers
        span *= width
    return np.unique(key, return_inverse=True)[1].astype(np.int64)


def together(of: Callable[..., Any], *columns: Column) -> Column:
    """Return what follows from several fields of each fact: worked out once for each combination that occurs.

    Parameters
    ----------
    of : Callable[..., Any]
        Takes one value of each column; called once for each combination.
    """
    group = alike(columns)
    _, example = np.unique(group, return_index=True)
    rows = zip(
        *([column.values[number] for number in column.numbers[example].tolist()] for column in columns), strict=True
    )
    return Column([of(*row) for row in rows], narrowed(group, len(example)))


class Distinct:
    """Values that come one after the other, told apart by how they are written: 1, 1.0 and true are three.

    Parameters
    ----------
    values : iterable, optional
        Distinct ones to begin with; their numbers are their places.
    """

    def __init__(self, values: Iterable[Any] = ()) -> None:
        self._values = list(values)
        begun = dict(zip(_keys(self._values), count(), strict=False))
        self._position: dict[Any, int] = defaultdict(count(len(self._values)).__next__, begun)
        self._numbers: list[Numbers] = []

    def add(self, values: Sequence[Any]) -> None:
        """Add values.

        Parameters
        ----------
        values : Sequence[Any]
            Equal ones are kept once, the first of them.
        """
        before, keys = len(self._position), _keys(values)
        self._numbers.append(np.fromiter(map(self._position.__getitem__, keys), np.uint32, len(values)))
        if len(self._position) > before:
            first = dict(zip(reversed(keys), reversed(values), strict=True))
            self._values += map(first.__getitem__, islice(self._position, before, None))

    def column(self) -> Column:
        """Return what was added."""
        numbers = np.concatenate(self._numbers) if self._numbers else np.empty(0, np.uint32)
        return Column(self._values, narrowed(numbers, len(self._values)))


def narrowed(numbers: NDArray[Any], count: int) -> Numbers:
    """Return numbers below a count in as few bytes as hold them.

    Parameters
    ----------
    numbers : NDArray[Any]
        From 0 up to below ``count``.
    count : int
        How many different ones there may be.
    """
    narrow: Numbers = numbers.astype(np.min_scalar_type(max(count - 1, 0)))
    return narrow


def _keys(values: Sequence[Any]) -> Sequence[Any]:
    """Return what tells values of one field from each other: themselves, where they can."""
    kinds = set(map(type, values))
    if dict in kinds:
        return [repr(value) for value in values]
    if float in kinds:
        return [repr(value) if value == 0 else value for value in values]  # 0.0 is equal to -0.0
    if any(issubclass(kind, BaseModel) for kind in kinds):
        objects = {id(value): value for value in values}  # facts share them
        keys = {place: value.model_dump_json() for place, value in objects.items()}
        return [keys[id(value)] for value in values]
    return values
