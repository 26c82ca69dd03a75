"""Ids of claims as a column of numbers: eight bytes each, written as text where one is shown."""

from collections.abc import Iterator, Sequence
from typing import cast, overload

import numpy as np
from numpy.typing import NDArray

from graph.facts.columns import Column, narrowed


class Digests(Sequence[str]):
    """Ids of claims, eight bytes each.

    Parameters
    ----------
    numbers : NDArray of uint64
        The first 64 bits of each hash.
    """

    def __init__(self, numbers: NDArray[np.uint64]) -> None:
        self.numbers = numbers

    def __len__(self) -> int:
        return len(self.numbers)

    @overload
    def __getitem__(self, at: int) -> str: ...

    @overload
    def __getitem__(self, at: slice) -> list[str]: ...

    def __getitem__(self, at: int | slice) -> str | list[str]:
        if isinstance(at, slice):
            return [f"{number:016x}" for number in self.numbers[at].tolist()]
        return f"{int(self.numbers[at]):016x}"

    def __iter__(self) -> Iterator[str]:
        return (f"{number:016x}" for number in self.numbers.tolist())


def digests(numbers: NDArray[np.uint64]) -> Column:
    """Return the column of the ids of claims.

    Parameters
    ----------
    numbers : NDArray[np.uint64], shape (facts,)
        The first 64 bits of the hash of each canonical text, of which the id is the hexadecimal form.
    """
    return Column(Digests(numbers), narrowed(np.arange(len(numbers)), len(numbers)))


def numbers_of(column: Column) -> NDArray[np.uint64]:
    """Return the ids of claims as numbers, in the order of the claims.

    Parameters
    ----------
    column : Column
        From ``digests``, of all claims or of some.

    Examples
    --------
    >>> hex(numbers_of(digests(np.array([0xABC], np.uint64)))[0])
    '0xabc'
    """
    return cast(Digests, column.values).numbers[column.numbers]
