"""Names of the arrays and intervals that analysis passes around, and the distinct numbers of one."""

from typing import Any

import numpy as np
from numpy.typing import NDArray

IntArray = NDArray[np.int64]
FloatArray = NDArray[np.float64]
BoolArray = NDArray[np.bool_]
Interval = tuple[float, float]
"""The least and the largest value."""
Triple = tuple[float, float, float]
"""The low, the central and the high value of what nobody states."""


def distinct(numbers: NDArray[np.integer[Any]]) -> IntArray:
    """Return the distinct numbers of an array, ascending; ``np.unique`` takes 20 ms to load masked arrays first.

    Parameters
    ----------
    numbers : array of integers, shape (any,)
        In any order.

    Examples
    --------
    >>> distinct(np.array([3, 1, 3])).tolist()
    [1, 3]
    """
    rising = np.sort(numbers)
    found: IntArray = rising[np.diff(rising, prepend=rising[:1] - 1) != 0]
    return found
