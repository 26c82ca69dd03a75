"""Which pole a portfolio leans to, how evenly both supply it, and where a country hedges (methods B2)."""

from collections.abc import Sequence

from graph.analysis.results import ROUNDING
from graph.snapshots.arrays import FloatArray

HEDGING = 0.1
"""A country hedges on a layer when each pole supplies at least this part of what is known."""


def alignment(shares: FloatArray) -> FloatArray:
    """Return ``x = p_US - p_CN`` of each row, -1..1.

    Parameters
    ----------
    shares : FloatArray, shape (..., 3)
        United States, China, other; rows sum to 1.
    """
    difference: FloatArray = shares[..., 0] - shares[..., 1]
    return difference


def contestedness(shares: FloatArray) -> FloatArray:
    """Return ``K = 2 min(p_US, p_CN)`` of each row, 0..1; ``|x| + K = 1 - p_other``.

    Parameters
    ----------
    shares : FloatArray
        United States, China, other; rows sum to 1.
    """
    smaller: FloatArray = 2 * shares[..., :2].min(axis=-1)
    return smaller


def hedges(contested: float) -> bool:
    """Say whether a country hedges on a layer.

    Parameters
    ----------
    contested : float
        K there: twice the smaller pole's share.
    """
    return contested >= 2 * HEDGING - ROUNDING


def hedging(contested: tuple[float, float]) -> bool | None:
    """Say whether a country hedges on a layer, whatever is not known; None where that decides.

    >>> hedging((0.3, 0.9)), hedging((0.0, 0.1)), hedging((0.0, 1.0))
    (True, False, None)

    Parameters
    ----------
    contested : tuple of float
        The least and the most that K may be there.
    """
    least, most = map(hedges, contested)
    return least if least is most else None


def hedging_degree(contested: Sequence[float]) -> float:
    """Return on how many layers a country hedges, and over these the mean share of the smaller pole.

    The whole part counts the layers, since that mean is at most a half: whoever hedges on more layers comes first, then
    whoever does so more evenly.

    >>> hedging_degree([0.6, 0.4, 0.1]), hedging_degree([0.1])
    (2.25, 0.0)

    Parameters
    ----------
    contested : sequence of float
        K on each layer.
    """
    on = [value for value in contested if hedges(value)]
    return len(on) + sum(on) / (2 * len(on)) if on else 0.0
