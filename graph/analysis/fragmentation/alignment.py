"""Which pole a portfolio leans to, and how evenly both supply it (methods B2)."""

from graph.snapshots.arrays import FloatArray


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
