"""Names of the arrays and intervals that analysis passes around."""

import numpy as np
from numpy.typing import NDArray

IntArray = NDArray[np.int64]
FloatArray = NDArray[np.float64]
BoolArray = NDArray[np.bool_]
Interval = tuple[float, float]
"""The least and the largest value."""
Triple = tuple[float, float, float]
"""The low, the central and the high value of what nobody states."""
