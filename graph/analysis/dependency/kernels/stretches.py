"""Rows reduced stretch by stretch: the links of each need, the needs of each owner, for many what-ifs at once.

``ufunc.reduceat`` walks down each column by itself, so that it reads memory in strides; these go along the rows, which
is three to twenty times as fast once there are a few columns.
"""

from typing import TypeVar

import numpy as np
from numpy.typing import NDArray

from graph.snapshots.arrays import FloatArray, IntArray

Scalar = TypeVar("Scalar", bound=np.generic)
FEW = 4
"""Columns below which ``reduceat`` is as fast."""
LONG = 8
"""Rows of a stretch from which it is reduced by itself."""


def reduced(ufunc: np.ufunc, values: NDArray[Scalar], first: IntArray) -> NDArray[Scalar]:
    """Return ``ufunc.reduceat(values, first, axis=0)`` for a ufunc in which the order does not matter.

    Parameters
    ----------
    ufunc : ufunc
        maximum, minimum, bitwise_and or bitwise_or.
    values : array, shape (rows, what-ifs)
        What is reduced, stretch by stretch; never changed.
    first : IntArray, shape (stretches,)
        Where each stretch begins, ascending; each has a row.

    Examples
    --------
    >>> values = np.array([[1, 5, 0, 0, 0], [2, 4, 0, 0, 1], [3, 3, 9, 0, 0]])
    >>> reduced(np.maximum, values, np.array([0, 2])).tolist()
    [[2, 5, 0, 0, 1], [3, 3, 9, 0, 0]]
    """
    if values.shape[1] < FEW or len(first) == len(values):
        found: NDArray[Scalar] = ufunc.reduceat(values, first, axis=0) if len(first) < len(values) else values.copy()
        return found
    lengths = np.diff(first, append=len(values))
    found = values.take(first, axis=0)
    longer = np.flatnonzero(lengths > 1)
    for place in range(1, LONG):
        if not len(longer):
            return found
        found[longer] = ufunc(found.take(longer, axis=0), values.take(first[longer] + place, axis=0))
        longer = longer[lengths[longer] > place + 1]
    for row in longer.tolist():
        start = int(first[row])
        found[row] = ufunc.reduce(values[start : start + int(lengths[row])], axis=0)
    return found


def summed(values: FloatArray, first: IntArray) -> FloatArray:
    """Return ``np.add.reduceat(values, first, axis=0)``, to the last bit: terms are added in the same order.

    Parameters
    ----------
    values : FloatArray, shape (rows, what-ifs)
        What is added up, stretch by stretch; never changed.
    first : IntArray, shape (stretches,)
        Where each stretch begins, ascending; each has a row.

    Examples
    --------
    >>> summed(np.array([[0.5], [0.25], [1.0]]), np.array([0, 2])).tolist()
    [[0.75], [1.0]]
    """
    if values.shape[1] < FEW or len(first) == len(values):
        return np.add.reduceat(values, first, axis=0) if len(first) < len(values) else values.copy()
    lengths = np.diff(first, append=len(values))
    found = values.take(first, axis=0)
    longer = np.flatnonzero((lengths > 1) & (lengths <= LONG))
    rest = values.take(first[longer] + 1, axis=0)  # reduceat adds the sum of the others to the first
    place = 2
    while len(more := np.flatnonzero(lengths[longer] > place)):
        rest[more] += values.take(first[longer[more]] + place, axis=0)
        place += 1
    found[longer] += rest
    for row in np.flatnonzero(lengths > LONG).tolist():  # eight or more others are added in pairs
        stretch = values[first[row] : first[row] + lengths[row]]
        found[row] = np.add.reduceat(stretch, np.zeros(1, dtype=np.int64), axis=0)[0]
    return found
