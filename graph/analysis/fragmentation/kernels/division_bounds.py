"""How far the figures of a division may lie apart, over every split that the facts allow (methods B1, B3, B5).

Bits and index are least at the bottom of a convex valley, found by alternating projections, so their least values
are sharp; they are nought where all countries may have the same shares. Their largest values are bounds: no split gives
more, and one of the corners comes near. Coupling is a ratio of linear forms: its bounds are sharp, and exact for
fractions.

References
----------
Csiszar and Tusnady 1984, Information geometry and alternating minimization procedures. Dinkelbach 1967, On nonlinear
fractional programming. Endres and Schindelin 2003, A new metric for probability distributions. Frank and Wolfe 1956,
An algorithm for quadratic programming.
"""

from collections.abc import Callable, Sequence
from itertools import product
from typing import SupportsFloat, TypeVar

import numpy as np

from graph.analysis.fragmentation.kernels.segregation import entropy, segregation
from graph.analysis.fragmentation.kernels.splits import SPHERE_COUNT, corners, share_bounds
from graph.snapshots.arrays import BoolArray, FloatArray, IntArray, Interval

Values = TypeVar("Values", FloatArray, IntArray)
ROUNDS = 400
ENOUGH = 1e-9
"""Alternation ends when a figure moves by less."""
DINKELBACH = 20
CLOSE = 1e-7
SMALLEST = 1e-300
SMALLEST_SHARE = 1e-12
WORLDS = 512
"""Combinations of corners that are tried one by one."""
WHOLES = 200
"""Shares of the whole at which a bound is tried; on real layers the least of twice as many is lower by under 1e-4."""
TOUCHING = 1e-12
"""Bounds that overlap by less than rounding still touch."""


def nearest(low: FloatArray, high: FloatArray, target: FloatArray) -> FloatArray:
    """Return the shares between two bounds that sum to 1 and diverge least from a target, shape (..., spheres).

    They are a multiple of the target, cut off at the bounds; the multiple is found between the points where one is met.
    With three spheres the bounds of single shares say everything: two of them together are 1 less the third.

    Parameters
    ----------
    low, high : FloatArray, shape (..., spheres)
        ``share_bounds`` of the masses.
    target : FloatArray, shape (..., spheres)
        Only its proportions matter.

    Examples
    --------
    >>> low, high = np.array([0.7, 0.0, 0.0]), np.array([1.0, 0.3, 0.3])
    >>> nearest(low, high, np.array([0.2, 0.7, 0.1])).round(6).tolist()
    [0.7, 0.2625, 0.0375]
    """
    target = np.maximum(target, SMALLEST)
    met = np.sort(np.concatenate((low / target, high / target), axis=-1), axis=-1)
    sums = _within(met[..., None] * target[..., None, :], low[..., None, :], high[..., None, :]).sum(axis=-1)
    count = met.shape[-1]
    after = _within((sums < 1).sum(axis=-1), 1, count - 1)[..., None]
    after += np.arange(after.size).reshape(after.shape) * count  # places in all of them, one behind the other
    right, left = sums.ravel()[after], sums.ravel()[after - 1]
    end, start = met.ravel()[after], met.ravel()[after - 1]
    part = _within(np.divide(1 - left, right - left, out=np.zeros_like(left), where=right > left), 0.0, 1.0)
    return _within((start + part * (end - start)) * target, low, high)


def _within(values: Values, low: Values | float, high: Values | float) -> Values:
    """Return values cut off at bounds: ``np.clip`` takes three times as long on a few hundred."""
    found: Values = np.minimum(np.maximum(values, low), high)
    return found


def have_one_in_common(low: FloatArray, high: FloatArray) -> BoolArray:
    """Say whether some shares lie within all of several bounds at once.

    Parameters
    ----------
    low, high : FloatArray, shape (..., countries, spheres)
        Least and largest share of each sphere by each bound, 0..1.
    """
    least, most = low.max(axis=-2), high.min(axis=-2)
    fits = (least <= most + TOUCHING).all(axis=-1)
    found: BoolArray = fits & (least.sum(axis=-1) <= 1 + TOUCHING) & (most.sum(axis=-1) >= 1 - TOUCHING)
    return found


def bits_bounds(masses: FloatArray, weights: FloatArray) -> Interval:
    """Return the least (sharp) and a bound of the largest bits of division.

    Parameters
    ----------
    masses : FloatArray, shape (countries, sets)
        Share of each country that lies in a set of spheres and is not known closer (``SETS``); rows add up to 1.
    weights : FloatArray, shape (countries,)
        What each country counts for.
    """
    low, high = share_bounds(masses)
    least = 0.0
    if not have_one_in_common(low, high):
        least = segregation(_lowest(low, high, weights, 0.0), weights).bits
    return least, _highest_bits(corners(masses), weights)


def index_bounds(masses: FloatArray, weights: FloatArray) -> Interval | None:
    """Return the least (sharp) and a bound of the largest index; None where every split leaves one sphere.

    Parameters
    ----------
    masses : FloatArray, shape (countries, sets)
        Share of each country that lies in a set of spheres and is not known closer (``SETS``); rows add up to 1.
    weights : FloatArray, shape (countries,)
        What each country counts for.
    """
    points = corners(masses)
    now = segregation(points.mean(axis=1), weights).index
    if now is None:
        return None
    low, high = share_bounds(masses)
    ratio = least = 0.0 if have_one_in_common(low, high) else now
    for _ in range(DINKELBACH):
        found = segregation(_lowest(low, high, weights, ratio), weights).index if ratio else None
        if found is None or ratio - found < CLOSE:
            break
        ratio = least = found
    return least, max(least, _highest_index(points, weights))


def _lowest(low: FloatArray, high: FloatArray, weights: FloatArray, ratio: float) -> FloatArray:
    """Return the split that minimises the bits minus a ratio of the entropy of the whole (a convex function)."""
    middle = (low + high) / 2
    whole = weights @ (middle / middle.sum(axis=1, keepdims=True))
    for _ in range(ROUNDS):
        shares = nearest(low, high, np.broadcast_to(whole ** (1 - ratio), low.shape))
        after = weights @ shares
        if np.abs(after - whole).max() < ENOUGH:
            break
        whole = after
    return shares


def _least_bound(
    bound: Callable[[FloatArray], tuple[float, IntArray]], points: FloatArray, weights: FloatArray
) -> float:
    """Return the least of the bounds that some wholes give: every one is a bound.

    Each next whole lies between the last one and that of the corners that bound it, which is the conditional gradient.
    """
    whole, least = weights @ points.mean(axis=1), np.inf
    rows = np.arange(len(points))
    for step in range(WHOLES):
        found, chosen = bound(np.log(np.maximum(whole, SMALLEST_SHARE)))
        least = min(least, found)
        whole = whole + 2 / (step + 3) * (weights @ points[rows, chosen] - whole)
    return least


def _highest_bits(points: FloatArray, weights: FloatArray) -> float:
    """Return the largest bits: at a corner, since they are convex; a bound where there are too many corners."""
    ends = [np.unique(of.round(12), axis=0) for of in points]
    if np.prod([float(len(of)) for of in ends]) <= WORLDS:
        return max(segregation(np.array(world), weights).bits for world in product(*ends))
    inside = entropy(points) * np.log(2)

    def bound(logs: FloatArray) -> tuple[float, IntArray]:
        away = -points @ logs - inside
        return float(weights @ away.max(axis=1) / np.log(2)), away.argmax(axis=1)

    return _least_bound(bound, points, weights)


def _highest_index(points: FloatArray, weights: FloatArray) -> float:
    """Return a bound of the largest index: the least ratio at which no corner is above nought, over all wholes."""
    inside = entropy(points) * np.log(2)
    rows = np.arange(len(points))

    def bound(logs: FloatArray) -> tuple[float, IntArray]:
        away = -points @ logs
        ratio = 0.0
        for _ in range(50):  # Newton's steps on a convex, falling, piecewise linear function end on its root
            each = (1 - ratio) * away - inside
            chosen = each.argmax(axis=1)
            above = float(weights @ each[rows, chosen])
            if above <= ENOUGH:
                break
            ratio += above / float(weights @ away[rows, chosen])
        return ratio, chosen

    return _least_bound(bound, points, weights)


def coupling_bounds(
    masses: FloatArray, weights: FloatArray, columns: Sequence[int]
) -> tuple[SupportsFloat, SupportsFloat] | None:
    """Return least and largest assortativity, sharp; None where all countries are of one sphere.

    Parameters
    ----------
    masses : FloatArray, shape (countries, sets)
        Fractions give fractions.
    weights : FloatArray, shape (countries,)
        What each country counts for.
    columns : sequence of int
        Each country's own sphere.
    """
    points = corners(masses)
    own = np.array([[int(column == sphere) for sphere in range(SPHERE_COUNT)] for column in columns])
    groups = weights @ own
    if max(groups) > 1 - 1e-12:
        return None

    def extreme(sign: int) -> SupportsFloat:
        ratio = groups[0] * 0 - sign
        for _ in range(100):
            worth = own - groups + ratio * groups
            value = (points * worth[:, None, :]).sum(axis=2)
            chosen = (sign * value).argmax(axis=1)
            shares = points[np.arange(len(points)), chosen]
            inside = (weights[:, None] * shares * own).sum()
            expected = groups @ (weights @ shares)
            after = (inside - expected) / (1 - expected)
            if after == ratio or abs(after - ratio) < 1e-13:
                break
            ratio = after
        found: SupportsFloat = after
        return found

    return extreme(-1), extreme(1)


def distance_bounds(left: FloatArray, right: FloatArray) -> tuple[FloatArray, FloatArray]:
    """Return least and largest distance over spheres of each row on the left to each on the right; sharp.

    Parameters
    ----------
    left, right : FloatArray, shapes (n, sets) and (m, sets)
        Share of each country that lies in a set of spheres and is not known closer (``SETS``); rows add up to 1.
    """
    ends_left, ends_right = corners(left), corners(right)
    high = _root_jsd(ends_left[:, None, :, None, :], ends_right[None, :, None, :, :]).max(axis=(2, 3))
    (low_left, high_left), (low_right, high_right) = share_bounds(left), share_bounds(right)
    shape = high.shape
    both = [
        np.stack(
            (
                np.broadcast_to(one[:, None], (*shape, SPHERE_COUNT)),
                np.broadcast_to(other[None], (*shape, SPHERE_COUNT)),
            ),
            -2,
        )
        for one, other in ((low_left, low_right), (high_left, high_right))
    ]
    touching = have_one_in_common(both[0], both[1])
    low = np.where(touching, 0.0, high)
    row, column = np.nonzero(~touching & ~(_settled(left)[:, None] & _settled(right)[None, :]))
    middle = (ends_left.mean(axis=1)[row] + ends_right.mean(axis=1)[column]) / 2
    for _ in range(ROUNDS):
        if not len(row):
            break
        one, other = (
            nearest(low_left[row], high_left[row], middle),
            nearest(low_right[column], high_right[column], middle),
        )
        after = (one + other) / 2
        low[row, column] = np.minimum(low[row, column], _root_jsd(one, other))
        moving = np.abs(after - middle).max(axis=1) > ENOUGH_APART
        row, column, middle = row[moving], column[moving], after[moving]
    return low, high


ENOUGH_APART = 1e-6
"""The same for distances, each pair by itself."""


def _settled(masses: FloatArray) -> BoolArray:
    settled: BoolArray = masses[:, [1 << sphere for sphere in range(SPHERE_COUNT)]].sum(axis=1) >= 1 - ENOUGH
    return settled


def _root_jsd(one: FloatArray, other: FloatArray) -> FloatArray:
    divergence = entropy((one + other) / 2) - (entropy(one) + entropy(other)) / 2
    root: FloatArray = np.sqrt(np.clip(divergence, 0.0, 1.0))
    return root
