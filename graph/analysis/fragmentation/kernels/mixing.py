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
    shares : FloatArray, shape (dependents, groups)
        What each dependent rests on, by group of the supplier.
    weights : FloatArray, shape (dependents,)
        What each dependent counts for.
    columns : sequence of int
        Each dependent's own group.

    Returns
    -------
    FloatArray, shape (groups, groups)
    """
    matrix = np.zeros((shares.shape[1], shares.shape[1]))
    np.add.at(matrix, list(columns), weights[:, None] * shares)
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
    total = matrix.sum()
    if total <= 0:
        return None
    share = matrix / total
    dependents, suppliers = share.sum(axis=1), share.sum(axis=0)
    if max(dependents.max(), suppliers.max()) > 1 - ROUNDING:
        return None
    expected = float(dependents @ suppliers)
    return (float(np.trace(share)) - expected) / (1 - expected)


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
