"""A layer as it would be if all that the facts leave open lay with one sphere: its portfolios tilted that way."""

import numpy as np

from graph.analysis.fragmentation.layers.portfolios import Portfolios
from graph.snapshots.arrays import FloatArray


def tilted(held: Portfolios, mixes: FloatArray, sphere: int) -> tuple[FloatArray, FloatArray]:
    """Return amounts and mixes of suppliers with everything open in one sphere, as far as the facts allow.

    Silent suppliers that share a rest give it to those of the sphere; where none is of it, and nobody else may have
    any, they keep their central values. Unnamed suppliers, and the unknown part of a seat, are of the sphere.

    Parameters
    ----------
    held : Portfolios
        The portfolios as they are; left so.
    mixes : FloatArray, shape (suppliers, spheres)
        What of each supplier is of each sphere; rows sum to at most 1.
    sphere : int
        Its column in ``mixes``.

    Returns
    -------
    amounts : FloatArray, shape (countries, suppliers + 1)
        The last is whoever has what nobody names.
    mixes : FloatArray, shape (suppliers + 1, spheres)
        Rows sum to 1.
    """
    row = {country: number for number, country in enumerate(held.countries)}
    column = {supplier: number for number, supplier in enumerate(held.suppliers)}
    amounts = np.column_stack((held.amounts, held.unnamed))
    whole = np.vstack((mixes, np.zeros((1, mixes.shape[1]))))
    whole[:, sphere] += np.maximum(1 - whole.sum(axis=1), 0.0)
    for split in held.splits:
        country = row[split.country]
        parts = {column[supplier]: amount for supplier, amount in split.held}
        taking = [supplier for supplier in parts if whole[supplier, sphere] > 0] or ([] if split.shut else [-1])
        if taking:
            for supplier, amount in parts.items():
                amounts[country, supplier] -= amount
            for supplier in taking:
                amounts[country, supplier] += sum(parts.values()) / len(taking)
    return np.maximum(amounts, 0.0), whole
