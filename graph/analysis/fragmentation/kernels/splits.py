"""Every split that the facts allow: sphere shares of a country as a set, and its corners (methods, notation; B2).

What a country rests on is partly in one sphere, partly somewhere among several: the share of a supplier that no
source states, a supplier of unknown seat, an unnamed rest. Mass that may lie anywhere in a set of spheres is a
belief function; the shares that agree with it are its core, a polygon whose corners come from putting the spheres in
each order and filling them greedily. So a figure linear in the shares has its least and largest value at a corner.

References
----------
Shafer 1976, A mathematical theory of evidence. Shapley 1971, Cores of convex games (the corners).
"""

from collections.abc import Callable
from itertools import permutations

import numpy as np

from graph.snapshots.arrays import FloatArray, IntArray

SPHERE_COUNT = 3
SETS = 1 << SPHERE_COUNT
"""Columns of an array of masses: a set of spheres is the number whose bits are its members."""
ANY = SETS - 1
"""The set of all spheres: nothing is known."""

_WITHIN = np.array([[int(part & whole == part) for whole in range(SETS)] for part in range(SETS)])
_ORDERS = tuple(permutations(range(SPHERE_COUNT)))
EXACT = 1e-12


def surely(masses: FloatArray) -> FloatArray:
    """Return how much lies within each set of spheres whatever the split, shape (countries, sets).

    Parameters
    ----------
    masses : FloatArray, shape (countries, sets)
        Rows sum to 1; numbers may be fractions.
    """
    within: FloatArray = masses @ _WITHIN
    return within


def share_bounds(masses: FloatArray) -> tuple[FloatArray, FloatArray]:
    """Return the least and largest share of each sphere, two arrays of shape (countries, spheres); sharp.

    Parameters
    ----------
    masses : FloatArray, shape (countries, sets)
        Share of each country that lies in a set of spheres and is not known closer (``SETS``); rows add up to 1.

    Examples
    --------
    >>> masses = np.zeros((1, SETS))
    >>> masses[0, 0b001], masses[0, ANY] = 0.7, 0.3  # seven tenths American, three tenths nobody knows whose
    >>> low, high = share_bounds(masses)
    >>> low.round(6).tolist(), high.round(6).tolist()
    ([[0.7, 0.0, 0.0]], [[1.0, 0.3, 0.3]])
    """
    within = surely(masses)
    one = [1 << sphere for sphere in range(SPHERE_COUNT)]
    low = within[:, one]
    return low, np.maximum(within[:, [ANY]] - within[:, [ANY - bit for bit in one]], low)  # but for rounding it is


def corners(masses: FloatArray) -> FloatArray:
    """Return the corners of what the splits allow, shape (countries, orders of the spheres, spheres).

    Parameters
    ----------
    masses : FloatArray, shape (countries, sets)
        Share of each country that lies in a set of spheres and is not known closer (``SETS``); rows add up to 1.
    """
    within = surely(masses)
    found = np.empty((len(masses), len(_ORDERS), SPHERE_COUNT), dtype=masses.dtype)
    for number, order in enumerate(_ORDERS):
        before = 0
        for sphere in order:
            after = before | 1 << sphere
            found[:, number, sphere] = within[:, after] - within[:, before]
            before = after
    return found


def is_settled(masses: FloatArray) -> bool:
    """Say whether nothing is left open: each row has all its mass in single spheres.

    Parameters
    ----------
    masses : FloatArray, shape (countries, sets)
        Share of each country that lies in a set of spheres and is not known closer (``SETS``); rows add up to 1.
    """
    single = masses[:, [1 << sphere for sphere in range(SPHERE_COUNT)]].sum(axis=1)
    return bool(np.all(single >= 1 - EXACT))


def alignment_bounds(masses: FloatArray) -> tuple[FloatArray, FloatArray]:
    """Return least and largest ``p_US - p_China`` of each country; sharp.

    Parameters
    ----------
    masses : FloatArray, shape (countries, sets)
        Share of each country that lies in a set of spheres and is not known closer (``SETS``); rows add up to 1.
    """
    leaning = corners(masses)[..., 0] - corners(masses)[..., 1]
    return leaning.min(axis=1), leaning.max(axis=1)


def contested_bounds(masses: FloatArray) -> tuple[FloatArray, FloatArray]:
    """Return least and largest ``2 min(p_US, p_China)`` of each country; sharp.

    The least is at a corner, since the smaller of two shares is concave. The largest gives the other spheres as
    little as it can and levels the poles with what may go to either.

    Parameters
    ----------
    masses : FloatArray, shape (countries, sets)
        Share of each country that lies in a set of spheres and is not known closer (``SETS``); rows add up to 1.
    """
    us, china, other = 1, 2, 4
    surely_us, surely_china = masses[:, us], masses[:, china]
    low = 2 * np.minimum(surely_us, surely_china)
    us_most = surely_us + masses[:, us | other] + masses[:, us | china] + masses[:, ANY]
    china_most = surely_china + masses[:, china | other] + masses[:, us | china] + masses[:, ANY]
    both = masses.sum(axis=1) - masses[:, other]
    return low, np.maximum(np.minimum(np.minimum(2 * us_most, 2 * china_most), both), low)  # but for rounding it is


def one_unit_more_or_less(masses: FloatArray, units: IntArray) -> list[FloatArray]:
    """Return what countries would have with one unit more, or one less, of each sphere: the jackknife, both ways.

    As they are they come first. Where a country has no whole unit in a sphere, or one unit alone, it keeps what it has.

    >>> masses = np.zeros((1, SETS))
    >>> masses[0, [0b001, 0b010]] = 0.75, 0.25  # of four units three American, one Chinese
    >>> [found[0, [1, 2]].round(3).tolist() for found in one_unit_more_or_less(masses, np.array([4]))][:4]
    [[0.75, 0.25], [0.8, 0.2], [0.667, 0.333], [0.6, 0.4]]

    Parameters
    ----------
    masses : FloatArray, shape (countries, sets)
        Share of each country that lies in a set of spheres; rows add up to 1.
    units : IntArray, shape (countries,)
        How many units each country has; one has their average size.

    References
    ----------
    Quenouille 1956, Notes on bias in estimation. Tukey 1958, Bias and confidence in not quite large samples.
    """
    found = [masses]
    count = units[:, None].astype(float)
    for sphere in range(SPHERE_COUNT):
        one = np.zeros(SETS)
        one[1 << sphere] = 1.0
        found.append((count * masses + one) / (count + 1))
        has = (count > 1) & (count * masses[:, [1 << sphere]] >= 1 - EXACT)
        found.append(np.where(has, np.maximum(count * masses - one, 0.0) / np.maximum(count - 1, 1.0), masses))
    return found


def spread_bounds(low: FloatArray, high: FloatArray, weights: FloatArray) -> tuple[float, float]:
    """Return bounds of the weighted variance of values that each lie in an interval.

    The least is exact: every value as near to one point as it can be. The largest is a bound, reached where the
    farther ends from one point have that point as their mean.

    Parameters
    ----------
    low, high, weights : FloatArray, shape (countries,)
        Weights sum to 1.
    """

    def away(point: float) -> float:
        return float(weights @ (np.minimum(np.maximum(point, low), high) - point) ** 2)

    def farthest(point: float) -> float:
        return float(weights @ np.maximum((low - point) ** 2, (high - point) ** 2))

    nearest = np.clip(_lowest(away, low.min(), high.max()), low, high)
    return float(weights @ (nearest - weights @ nearest) ** 2), farthest(_lowest(farthest, low.min(), high.max()))


def _lowest(of: Callable[[float], float], left: float, right: float) -> float:
    """Return where a convex function of one number is lowest, by thirds."""
    for _ in range(100):
        third = (right - left) / 3
        if of(left + third) <= of(right - third):
            right -= third
        else:
            left += third
    return (left + right) / 2
