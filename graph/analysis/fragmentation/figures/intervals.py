"""Figures of a layer as intervals: over every split that the facts allow, and over the units that happen to be seen.

Two questions that a single number hides. *Splits*: what if the suppliers whose shares nobody states had more, or less?
*Resampling*: what if other units of the same layer had been seen? The first is logic, the second is chance under the
assumption that what we see is a random draw; that some of the world is seen worse than the rest is told by coverage.
"""

import math
from collections.abc import Sequence

import numpy as np
from pydantic import Field

from graph.analysis.blocs import SPHERES
from graph.analysis.fragmentation.figures.null_model import SEED
from graph.analysis.fragmentation.kernels.division_bounds import bits_bounds, coupling_bounds, index_bounds
from graph.analysis.fragmentation.kernels.segregation import SMALLEST_ENTROPY, entropy, segregation
from graph.analysis.fragmentation.kernels.splits import (
    alignment_bounds,
    corners,
    is_settled,
    share_bounds,
    spread_bounds,
)
from graph.analysis.fragmentation.layers.shares import LayerShares
from graph.analysis.fragmentation.ties.entries import units_of
from graph.analysis.results import Row, settled
from graph.snapshots.arrays import FloatArray, Interval

REDRAWN = 400
"""Worlds drawn again from the units that are seen."""
WITHIN = (0.025, 0.975)
"""The part of them that an interval holds."""
MOST_BITS = math.log2(len(SPHERES))
"""The division of all spheres, at the most."""

FIGURES = ("index", "bits", "bipolarity", "coupling")
SCALES = {"bits": MOST_BITS, "coupling": 2.0, "ei_index": 2.0}
"""From the least to the largest value that a figure can have, where that is not 1."""


class Intervals(Row):
    """Least and largest figures; null where the figure is undefined."""

    spheres: dict[str, Interval] | None = Field(description="share of each sphere, all countries together; sharp")
    index: Interval | None = Field(description="the lower end is sharp, the upper one a bound")
    bits: Interval | None = Field(description="the lower end is sharp, the upper one a bound")
    bipolarity: Interval | None = Field(description="the lower end is sharp, the upper one a bound")
    coupling: Interval | None = Field(description="sharp")
    ei_index: Interval | None = Field(description="sharp")


class Redrawn(Row):
    """What 95 per cent of worlds give whose countries and their units are drawn again from those seen."""

    spheres: dict[str, Interval] | None
    index: Interval | None


def intervals(one: LayerShares) -> Intervals:
    """Return the figures of a layer over every split that the facts allow.

    Parameters
    ----------
    one : LayerShares
        Its ``masses`` hold what the facts leave open; ``shares`` the central values, which lie inside every interval.

    Returns
    -------
    Intervals
        Only shares where one country is counted, nothing where none is (methods B1, over every split).
    """
    if not one.countries:
        return Intervals(spheres=None, index=None, bits=None, bipolarity=None, coupling=None, ei_index=None)
    masses, weights = one.masses, one.weights
    low, high = (weights @ bound for bound in share_bounds(masses))
    spheres = {s.value: _pair(low[n], high[n], one.whole[n]) for n, s in enumerate(SPHERES)}
    if len(one.countries) < 2:
        return Intervals(spheres=spheres, index=None, bits=None, bipolarity=None, coupling=None, ei_index=None)
    own = [one.bloc.column(country) for country in one.countries]
    now = segregation(one.shares, weights)
    index: Interval | None = None
    bits: Interval = (now.bits, now.bits)
    if is_settled(masses):
        index = (now.index, now.index) if now.index is not None else None
    else:
        bits = _pair(*bits_bounds(masses, weights), now.bits)
        found = index_bounds(masses, weights)
        index = _pair(*found, now.index) if found and now.index is not None else None
    coupled = coupling_bounds(masses, weights, own)
    return Intervals(
        spheres=spheres,
        index=index,
        bits=bits,
        bipolarity=_pair(*spread_bounds(*alignment_bounds(masses), weights), now.bipolarity),
        coupling=(float(coupled[0]), float(coupled[1])) if coupled else None,
        ei_index=ei_bounds(masses, weights, own),
    )


def ei_bounds(masses: FloatArray, weights: FloatArray, own: Sequence[int]) -> Interval:
    """Return the least and largest E-I index, which is linear in the shares of each country's own sphere.

    Parameters
    ----------
    masses : FloatArray, shape (countries, sets)
        What the facts leave open (``LayerShares``).
    weights : FloatArray, shape (countries,)
        Sum to 1.
    own : sequence of int
        Each country's own sphere.
    """
    inside = corners(masses)[np.arange(len(own)), :, list(own)]
    return 1 - 2 * float(weights @ inside.max(axis=1)), 1 - 2 * float(weights @ inside.min(axis=1))


def _pair(low: float, high: float, central: float) -> Interval:
    """Return an interval that holds its central value in spite of rounding."""
    return min(float(low), float(central)), max(float(high), float(central))


def settled_figures(found: Sequence[float | None], span: Intervals) -> tuple[float | None, ...]:
    """Return index, bits, bipolarity and coupling, each None where its interval leaves it no central value.

    Parameters
    ----------
    found : sequence of float or None
        As ``figures`` returns them.
    span : Intervals
        Of the same layer.
    """
    values = zip(FIGURES, found, strict=True)
    return tuple(settled(value, getattr(span, name), SCALES.get(name, 1.0)) for name, value in values)


def redrawn(one: LayerShares, draws: int = REDRAWN, seed: int = SEED) -> Redrawn:
    """Return the figures of worlds drawn again, with replacement, from what is seen: countries, then units within each.

    A country's units are drawn from its own and from one more that is drawn from the whole layer: of a country with a
    single unit nothing would vary otherwise. Weights of countries are those of the layer.

    Parameters
    ----------
    one : LayerShares
        Its units with a known supplier are the sample.
    draws : int
        Worlds drawn.
    seed : int
        The same seed draws the same worlds.

    Returns
    -------
    Redrawn
        Interval of each figure over the worlds (bootstrap, methods B1); nothing where there are fewer than two units or
        countries.
    """
    units, place = _units(one)
    if len(units) < 2 or len(one.countries) < 2:
        return Redrawn(spheres=None, index=None)
    chance = np.random.default_rng(seed)
    kinds, kind = np.unique(units, axis=0, return_inverse=True)
    counts = np.zeros((len(one.countries), len(kinds)))
    np.add.at(counts, (place, kind.reshape(-1)), 1.0)
    seen = counts.sum(axis=1)
    anywhere = one.weights @ (counts / np.where(seen > 0, seen, 1.0)[:, None])
    held = np.zeros((draws, len(one.countries), len(SPHERES)))
    for country in np.flatnonzero(seen).tolist():
        likely = (counts[country] + anywhere) / (counts[country] + anywhere).sum()
        held[:, country] = chance.multinomial(int(seen[country]), likely, size=draws) @ kinds
    total = held.sum(axis=2)
    alike = np.full(len(one.countries), 1 / len(one.countries))
    weights = one.weights * chance.multinomial(len(alike), alike, size=draws)
    weights /= weights.sum(axis=1, keepdims=True)
    shares = held / np.where(total > 0, total, 1.0)[..., None]
    whole = (weights[..., None] * shares).sum(axis=1)
    top = entropy(whole)
    bits = top - (weights * entropy(shares)).sum(axis=1)
    divided = top >= SMALLEST_ENTROPY
    now = segregation(one.shares, one.weights).index
    return Redrawn(
        spheres={s.value: _both_ways(whole[:, n], float(one.whole[n])) for n, s in enumerate(SPHERES)},
        index=_both_ways(bits[divided] / top[divided], now) if now is not None and divided.any() else None,
    )


def _both_ways(drawn: FloatArray, now: float) -> Interval:
    """Return the quantiles of the draws, widened to their reflection at the figure itself.

    Redrawn worlds repeat units and so look more divided than they are: the quantiles alone are biased upwards.
    """
    low, high = np.quantile(drawn, WITHIN)
    return max(min(float(low), 2 * now - float(high)), 0.0), min(max(float(high), 2 * now - float(low)), 1.0)


def _units(one: LayerShares) -> tuple[FloatArray, np.ndarray[tuple[int], np.dtype[np.int64]]]:
    """Return what each unit holds by sphere, and the country that it counts for."""
    held, nodes = one.portfolios, one.portfolios.ledger.graph.nodes
    rows = held.ledger.rows[held.ledger.of(one.countries)]
    countries, suppliers = (
        np.array([nodes.ranks[nodes.number[one]] for one in ids], np.int64) for ids in (held.countries, held.suppliers)
    )
    each, unit = np.unique(rows["country"] * len(nodes) + units_of(rows), return_inverse=True)
    found = np.zeros((len(each), len(SPHERES)))
    mixes = held.supplier_spheres(one.bloc)[np.searchsorted(suppliers, rows["supplier"])]
    np.add.at(found, unit, rows["amount"][:, None] * mixes)
    return found, np.searchsorted(countries, each // max(len(nodes), 1))
