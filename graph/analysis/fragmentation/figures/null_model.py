"""Figures against chance: the same measure on rewired worlds with the same degrees (methods, null model).

A world of few suppliers is divided by arithmetic alone: who has one supplier has one sphere. The null says how
much division the degrees already force.
"""

import hashlib
from collections.abc import Callable, Iterator, Sequence
from typing import TypeVar

import numpy as np
from pydantic import Field

from graph.analysis.fragmentation.kernels.configuration import rewirings
from graph.analysis.results import Row
from graph.kept import Kept
from graph.snapshots.arrays import FloatArray, Interval

DRAWS = 200
"""Draws when none are asked for; fewer say little about p below 0.01."""

SEED = 1971
"""The same question gives the same draws."""

ROUNDING = 1e-12
"""Figures that differ by less are the same."""


class Null(Row):
    """A figure's distribution over worlds with the same degrees."""

    mean: float
    mean_range: Interval | None = Field(
        default=None, description="least and largest mean, had each sphere in turn all that the facts leave open"
    )
    sd: float = Field(description="standard deviation over the draws")
    z: float | None = Field(description="(figure - mean) / sd; null where every draw gives the same")
    p: float = Field(description="share of draws at least as large as the figure")
    draws: int
    seed: int


def rewired_shares(
    amounts: FloatArray,
    mixes: FloatArray,
    draws: int = DRAWS,
    seed: int = SEED,
    contents: FloatArray | None = None,
) -> Iterator[FloatArray]:
    """Yield sphere shares of countries in rewired worlds, some worlds at a time.

    Parameters
    ----------
    amounts : FloatArray, shape (countries, suppliers)
        Every country has a supplier whose sphere is known.
    mixes : FloatArray, shape (suppliers, spheres)
        The spheres behind each supplier; rows sum to at most 1. Suppliers of unknown sphere take no part.
    draws : int
        How many worlds are drawn.
    seed : int
        The same seed gives the same worlds.
    contents : FloatArray, shape (suppliers, spheres), optional
        What is averaged instead of ``mixes``: look-through content, for one.

    Yields
    ------
    FloatArray, shape (worlds, countries, spheres)
        Averages over the known part; rows sum to 1 unless ``contents`` are given.
    """
    mass = mixes.sum(axis=1)
    placed = mass > 0
    kept, mass = amounts[:, placed], mass[placed]
    values = (mixes if contents is None else contents)[placed]
    rows, columns = np.nonzero(kept)
    lengths = np.bincount(rows, minlength=len(kept))
    first = np.concatenate(([0], np.cumsum(lengths)[:-1]))
    held = [columns[start : start + length] for start, length in zip(first, lengths, strict=True)]
    amount = kept[rows, columns]
    for drawn in rewirings(held, draws, seed):
        known = np.add.reduceat(amount * mass[drawn], first, axis=1)
        yield np.add.reduceat(amount[:, None] * values[drawn], first, axis=1) / known[:, :, None]


Nulls = tuple["Null | None", ...]
Found = TypeVar("Found")


def remembered(kept: Kept, compute: Callable[[], Found], *of: FloatArray | Sequence[int] | int) -> Found:
    """Return what was computed for the same arrays and numbers before, or compute it now.

    The same world has the same null, whoever asks and on whichever day.

    Parameters
    ----------
    kept : Kept
        Where it is kept: with the graph.
    compute : callable
        Called where nothing is kept.
    """
    digest = hashlib.blake2b(digest_size=16)
    for part in of:
        array = np.asarray(part)
        digest.update(f"{array.dtype}{array.shape}".encode() + array.tobytes())
    return kept.get(digest.digest(), compute)


def against_chance(figures: Sequence[float | None], drawn: FloatArray, seed: int = SEED) -> Nulls:
    """Return where each figure stands among its draws.

    Parameters
    ----------
    figures : sequence of float or None
        None where a figure is undefined: it has no null.
    drawn : FloatArray, shape (draws, figures)
        NaN where a figure is undefined: that draw does not count for it.
    seed : int
        That of the draws, which the answer names.
    """
    return tuple(
        _placed(figure, values[~np.isnan(values)], seed) for figure, values in zip(figures, drawn.T, strict=True)
    )


def _placed(figure: float | None, values: FloatArray, seed: int) -> Null | None:
    if figure is None or not len(values):
        return None
    sd = float(values.std(ddof=1)) if len(values) > 1 else 0.0
    sd = sd if sd > ROUNDING else 0.0
    mean = float(values.mean())
    return Null(
        mean=mean,
        sd=sd,
        z=(figure - mean) / sd if sd else None,
        p=float((values >= figure - ROUNDING).mean()),
        draws=len(values),
        seed=seed,
    )
