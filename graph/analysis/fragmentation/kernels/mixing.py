"""How ties mix between groups: Newman's assortativity and Krackhardt's E-I index (methods B3)."""

from collections.abc import Sequence

import numpy as np

from graph.snapshots.arrays import FloatArray

ROUNDING = 1e-12
"""A group with all but this much has everything."""


def mixing_matrix(shares: FloatArray, weights: FloatArray, columns: Sequence[int]) -> FloatArray:
    """Return the ties from dependents of each group (row) to suppliers of each group (column).

    Parameters
    ----------
    shares : FloatArray, shape (..., dependents, groups)
        What each dependent rests on, by group of the supplier.
    weights : FloatArray, shape (dependents,)
        What each dependent counts for.
    columns : sequence of int
        Each dependent's own group.

    Returns
    -------
    FloatArray, shape (..., groups, groups)
    """
    weighed = np.zeros((shares.shape[-1], len(columns)))
    weighed[list(columns), np.arange(len(columns))] = weights
    matrix: FloatArray = weighed @ shares
    return matrix


def assortativity(matrix: FloatArray) -> float | None:
    """Return Newman's assortativity coefficient of a mixing matrix.

    ``r = (tr e - sum_i a_i b_i) / (1 - sum_i a_i b_i)`` with ``e`` the matrix scaled to sum to 1, ``a`` the
    sums of its rows and ``b`` of its columns. 1 where no tie crosses, 0 where ties are proportional.

    Parameters
    ----------
    matrix : FloatArray, shape (groups, groups)
        Ties from dependents in a group (row) to suppliers in a group (column), in the same order.

    Returns
    -------
    float or None
        None where all dependents, or all suppliers, are of one group: nothing could be otherwise.

    References
    ----------
    Newman 2003, Mixing patterns in networks, eq. 2.

    Examples
    --------
    >>> round(assortativity(np.array([[40.0, 10.0], [10.0, 40.0]])), 12)
    0.6
    """
    (found,) = assortativities(matrix[None])
    return None if np.isnan(found) else float(found)


def assortativities(matrices: FloatArray) -> FloatArray:
    """Return the assortativity coefficient of several mixing matrices, NaN where it is undefined.

    Parameters
    ----------
    matrices : FloatArray, shape (worlds, groups, groups)
        Each as ``assortativity`` takes it.

    Returns
    -------
    FloatArray, shape (worlds,)
    """
    found = np.full(len(matrices), np.nan)
    total = matrices.sum(axis=(1, 2))
    tied = np.flatnonzero(total > 0)
    share = matrices[tied] / total[tied, None, None]
    dependents, suppliers = share.sum(axis=2), share.sum(axis=1)
    mixed = np.maximum(dependents.max(axis=1), suppliers.max(axis=1)) <= 1 - ROUNDING
    expected = (dependents * suppliers).sum(axis=1)[mixed]
    found[tied[mixed]] = (np.trace(share, axis1=1, axis2=2)[mixed] - expected) / (1 - expected)
    return found


def ei_index(matrix: FloatArray) -> float | None:
    """Return Krackhardt's E-I index: ties that leave their group minus those that stay, over all.

    Parameters
    ----------
    matrix : FloatArray, shape (groups, groups)
        From ``mixing_matrix``: weight of the ties from each group (row) to each group (column).

    Returns
    -------
    float or None
        -1 where every tie stays, 1 where every tie leaves; None where there is no tie. It ignores how large the
        groups are: one large group lowers it with no preference at all.

    References
    ----------
    Krackhardt and Stern 1988, Informal networks and organizational crises.

    Examples
    --------
    >>> round(ei_index(np.array([[40.0, 10.0], [10.0, 40.0]])), 12)
    -0.6
    """
    total = float(matrix.sum())
    if total <= 0:
        return None
    inside = float(np.trace(matrix))
    return (total - 2 * inside) / total
