"""How far a whole is divided: Theil's H over groups, its bits, its parts between and within (methods B1).

Shares of countries over spheres are rows that sum to 1; weights of countries are non-negative and are scaled to
sum to 1. Entropies are in bits.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from graph.snapshots.arrays import FloatArray

SMALLEST_ENTROPY = 1e-12
"""Below this entropy of the whole (bits) there is nothing that could be divided: the index is undefined."""


@dataclass(frozen=True)
class Segregation:
    """Division of a whole.

    Attributes
    ----------
    index : float or None
        Theil's H: mutual information of country and sphere over the entropy of the whole, 0..1. None where the
        entropy of the whole is (numerically) zero.
    bits : float
        The mutual information itself.
    bipolarity : float
        Weighted variance of the first share minus the second.
    """

    index: float | None
    bits: float
    bipolarity: float


def entropy(shares: FloatArray) -> FloatArray:
    """Return the entropy of each row in bits, shape (..., rows).

    Parameters
    ----------
    shares : FloatArray, shape (..., rows, columns)
        Each row adds up to 1; a share of 0 adds nothing.
    """
    logs = np.log2(shares, out=np.zeros_like(shares), where=shares > 0)
    bits: FloatArray = -(shares * logs).sum(axis=-1)
    return np.maximum(bits, 0.0)


def segregation(shares: FloatArray, weights: FloatArray) -> Segregation:
    """Return Theil's H, its bits and the bipolarity.

    Parameters
    ----------
    shares : FloatArray, shape (countries, spheres)
        Rows sum to 1; the first two columns are the poles.
    weights : FloatArray, shape (countries,)
        Not all zero; scaled to sum to 1.

    References
    ----------
    Theil and Finizza 1971, A note on the measurement of racial integration. Reardon and Firebaugh 2002,
    Measures of multigroup segregation.

    Examples
    --------
    >>> found = segregation(np.array([[0.75, 0.25], [0.25, 0.75]]), np.array([1.0, 1.0]))
    >>> round(found.index, 6), round(found.bits, 6), found.bipolarity
    (0.188722, 0.188722, 0.25)
    """
    part = weights / weights.sum()
    (bits,), (index,) = bits_and_index(shares[None], weights)
    leaning = shares[:, 0] - shares[:, 1]
    bipolarity = float(part @ (leaning - part @ leaning) ** 2)
    return Segregation(None if np.isnan(index) else float(index), float(bits), bipolarity)


def bits_and_index(shares: FloatArray, weights: FloatArray) -> tuple[FloatArray, FloatArray]:
    """Return the bits and Theil's H of several worlds, NaN where H is undefined; each of shape (worlds,).

    Parameters
    ----------
    shares : FloatArray, shape (worlds, countries, spheres)
        Rows sum to 1.
    weights : FloatArray, shape (countries,)
        Not all zero; scaled to sum to 1.
    """
    part = weights / weights.sum()
    whole = entropy(part @ shares)
    # The difference of two nearly equal entropies may fall below zero by rounding, never by more.
    bits = np.maximum(whole - entropy(shares) @ part, 0.0)
    divided = whole >= SMALLEST_ENTROPY
    index = np.full(len(whole), np.nan)
    index[divided] = np.minimum(bits[divided] / whole[divided], 1.0)
    return bits, index


def between_and_within(shares: FloatArray, weights: FloatArray, groups: Sequence[object]) -> tuple[float, float]:
    """Split the bits into those between groups of countries and those within them; their sum is all bits.

    Parameters
    ----------
    shares : FloatArray, shape (countries, spheres)
        Share of each sphere in each country; rows add up to 1.
    weights : FloatArray, shape (countries,)
        What each country counts for.
    groups : sequence, shape (countries,)
        The group of each country.

    Returns
    -------
    between, within : float
        Bits.
    """
    part = weights / weights.sum()
    labels = sorted(set(groups), key=str)
    number = np.array([labels.index(group) for group in groups])
    mass = np.bincount(number, part, len(labels)).astype(np.float64)
    inhabited = [label for label in range(len(labels)) if mass[label] > 0]
    means = np.array([part[number == label] @ shares[number == label] / mass[label] for label in inhabited])
    between = segregation(means, mass[inhabited]).bits
    within = sum(mass[label] * segregation(shares[number == label], part[number == label]).bits for label in inhabited)
    return between, float(within)
