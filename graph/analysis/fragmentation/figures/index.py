"""How far the world is divided, layer by layer: index, bits, bipolarity, coupling, null (methods B1, B3).

A figure is never given without what it rests on: countries, suppliers and the part of the layer that is known,
and its range over the presets of blocs. Where there is nothing to measure, the answer says why.
"""

from collections.abc import Sequence

import numpy as np
from pydantic import Field

from graph.analysis.blocs import SPHERES, Bloc, presets
from graph.analysis.fragmentation.figures.intervals import Intervals, Redrawn, intervals, redrawn, settled_figures
from graph.analysis.fragmentation.figures.null_model import (
    DRAWS,
    SEED,
    Null,
    Nulls,
    against_chance,
    remembered,
    rewired_shares,
)
from graph.analysis.fragmentation.kernels.mixing import assortativities, assortativity, ei_index, mixing_matrix
from graph.analysis.fragmentation.kernels.segregation import between_and_within, bits_and_index, segregation
from graph.analysis.fragmentation.kernels.splits import is_settled
from graph.analysis.fragmentation.layers.coverage import LayerCoverage
from graph.analysis.fragmentation.layers.shares import Choice, LayerShares, assumptions, measure, settle
from graph.analysis.fragmentation.layers.tilted import tilted
from graph.analysis.fragmentation.layers.weights import Weights
from graph.analysis.fragmentation.layers.withholding import why_open
from graph.analysis.fragmentation.ties.unseen import UNSEEN
from graph.analysis.results import Result, Row, settled, settled_shares
from graph.node_ids import EntityId
from graph.ontology import Layer
from graph.snapshots.arrays import FloatArray
from graph.snapshots.snapshot import Snapshot


class PresetFigures(Row):
    """The figures of a layer under one assignment of countries to blocs."""

    bloc: str
    index: float | None
    bits: float | None
    bipolarity: float | None
    coupling: float | None


class FigureRange(Row):
    """Lowest and highest figures over the presets."""

    index: tuple[float, float] | None
    coupling: tuple[float, float] | None
    presets: tuple[PresetFigures, ...]


class LayerFragmentation(Row):
    """How far one layer is divided."""

    layer: Layer
    tie: str = Field(description="which ties link countries to suppliers, see `meaning`")
    meaning: str
    does_not_see: str = Field(description="what the tie misses, whatever the data")
    index: float | None = Field(
        description="Theil's H: 0 all countries alike, 1 every country in one sphere; null where its interval leaves "
        "no central value, as are the others"
    )
    bits: float | None = Field(description="the division in bits; a high index on few bits divides little")
    bipolarity: float | None = Field(description="variance of p_US - p_China over countries")
    coupling: float | None = Field(description="Newman's assortativity of the sphere x sphere matrix")
    ei_index: float | None = Field(description="E-I index: (external - internal) / all; blind to group sizes")
    null: Null | None = Field(default=None, description="the index over worlds with the same degrees")
    coupling_null: Null | None = Field(default=None, description="the coupling over the same worlds")
    between_bits: float | None = Field(default=None, description="bits between the blocs of countries")
    within_bits: float | None = Field(default=None, description="bits within them; the two sum to `bits`")
    spheres: dict[str, float | None] | None = Field(
        description="shares of all countries together, of what is known; null where its interval leaves it no value"
    )
    interval: Intervals | None = Field(default=None, description="the figures over every split that the facts allow")
    redrawn: Redrawn | None = Field(default=None, description="the figures if other units of the layer had been seen")
    coverage: LayerCoverage
    members: tuple[EntityId, ...] = Field(default=(), exclude=True, description="countries that the figures are over")
    range: FigureRange | None = Field(default=None, description="the figures over the presets of blocs")
    reason: str | None = Field(default=None, description="why a figure is missing")


class Fragmentation(Result):
    """Fragmentation of several layers, by one assignment and one weighting."""

    weights: Weights
    bloc: Bloc
    among: tuple[EntityId, ...] | None = Field(default=None, description="only these countries; all when null")
    layers: tuple[LayerFragmentation, ...]


def fragmentation(
    snapshot: Snapshot,
    choice: Choice,
    draws: int = DRAWS,
    seed: int = SEED,
    *,
    measured: Sequence[LayerShares] | None = None,
) -> Fragmentation:
    """Return how far layers are divided.

    Parameters
    ----------
    snapshot : Snapshot
        Layers that do not bear on its horizon have no figures, and say so.
    choice : Choice
        Figures are by ``choice.bloc``; beside them stands their range over the presets.
    draws, seed : int
        Of the null model; no null with 0 draws.
    measured : sequence of LayerShares, optional
        What ``measure`` gives for the choice, where it is at hand.

    Raises
    ------
    QuestionError
        When a layer is not measured, or has no such tie.
    """
    measured = measure(snapshot, choice) if measured is None else measured
    return Fragmentation(
        weights=choice.weights,
        bloc=choice.bloc,
        among=tuple(sorted(choice.among)) if choice.among is not None else None,
        layers=tuple(_layer(snapshot, one, choice, draws, seed) for one in measured),
        assumptions=assumptions(measured),
    )


def figures(shares: FloatArray, weights: FloatArray, columns: Sequence[int]) -> tuple[float | None, ...]:
    """Return index, bits, bipolarity and coupling; None where one country has nothing to be compared with.

    Parameters
    ----------
    shares : FloatArray, shape (countries, 3)
        Parts over United States, China and other; rows sum to 1.
    weights : FloatArray, shape (countries,)
        Sum to 1.
    columns : sequence of int
        Each country's own sphere, as its place in ``SPHERES``.

    Returns
    -------
    tuple of (index, bits, bipolarity, coupling)
        Φ in 0..1, M in bits, b in 0..1 (methods B1), and r in -1..1 (methods B3).
    """
    if len(weights) < 2:
        return None, None, None, None
    found = segregation(shares, weights)
    return found.index, found.bits, found.bipolarity, assortativity(mixing_matrix(shares, weights, columns))


def nulls(one: LayerShares, found: tuple[float | None, float | None], draws: int = DRAWS, seed: int = SEED) -> Nulls:
    """Return where the index and the coupling of a layer stand among worlds with the same degrees.

    Parameters
    ----------
    one : LayerShares
        Its portfolios are dealt anew; the weights of countries stay.
    found : tuple of (index, coupling)
        Figures of the layer as it is; None has no null.
    draws : int
        Worlds dealt; with 0 there is no null.
    seed : int
        The same seed deals the same worlds.
    """
    if len(one.countries) < 2:
        return None, None
    own = [one.bloc.column(country) for country in one.countries]
    amounts, mixes = one.portfolios.amounts, one.portfolios.supplier_spheres(one.bloc)

    def worlds(amounts: FloatArray, mixes: FloatArray, draws: int) -> FloatArray:
        found = [np.zeros((0, 2))]
        for shares in rewired_shares(amounts, mixes, draws, seed):
            coupling = assortativities(mixing_matrix(shares, one.weights, own))
            found.append(np.column_stack((bits_and_index(shares, one.weights)[1], coupling)))
        return np.concatenate(found)

    def draw() -> Nulls:
        central = against_chance(found, worlds(amounts, mixes, draws), seed)
        if is_settled(one.masses) or not draws:
            return central
        fewer = -(-draws // 4)  # a mean needs fewer draws than its tail does
        lots = [tilted(one.portfolios, mixes, n) for n in range(len(SPHERES))]
        ends = [against_chance(found, worlds(*lot, fewer), seed) for lot in lots]
        return tuple(_ranged(null, [end[n] for end in ends]) for n, null in enumerate(central))

    return remembered(one.kept, draw, amounts, mixes, one.masses, one.weights, own, draws, seed)


def _ranged(null: Null | None, ends: Sequence[Null | None]) -> Null | None:
    if null is None:
        return None
    means = [null.mean, *(end.mean for end in ends if end)]
    return null.model_copy(update={"mean_range": (min(means), max(means))})


def sphere_dict(shares: FloatArray) -> dict[str, float] | None:
    """Return sphere shares by name, None where nothing is known.

    Parameters
    ----------
    shares : FloatArray, shape (3,)
        United States, China, other; NaN where nothing is known.
    """
    if np.isnan(shares).any():
        return None
    return {sphere.value: float(share) for sphere, share in zip(SPHERES, shares, strict=True)}


def _layer(snapshot: Snapshot, one: LayerShares, choice: Choice, draws: int, seed: int) -> LayerFragmentation:
    if one.withheld:
        return _none(one)
    own = [one.bloc.column(country) for country in one.countries]
    index, bits, bipolarity, coupling = figures(one.shares, one.weights, own)
    comparable = bits is not None
    outward = ei_index(mixing_matrix(one.shares, one.weights, own)) if comparable else None
    span = intervals(one)
    reason = one.reason or why_open(index, span.index) or why_undefined(one, index, coupling)
    index, bits, bipolarity, coupling = settled_figures((index, bits, bipolarity, coupling), span)
    between, within = between_and_within(one.shares, one.weights, own) if bits is not None else (None, None)
    null, coupling_null = nulls(one, (index, coupling), draws, seed)
    return LayerFragmentation(
        layer=one.tie.layer,
        tie=one.tie.name,
        meaning=one.tie.meaning,
        does_not_see=UNSEEN[f"{one.tie.layer.value} {one.tie.name}"],
        index=index,
        bits=bits,
        bipolarity=bipolarity,
        coupling=coupling,
        ei_index=settled(outward, span.ei_index, 2),
        null=null,
        coupling_null=coupling_null,
        between_bits=between,
        within_bits=within,
        spheres=settled_shares(sphere_dict(one.whole), span.spheres),
        interval=span if one.countries else None,
        redrawn=redrawn(one) if comparable else None,
        coverage=one.coverage,
        members=tuple(one.countries),
        range=_range(snapshot, one, choice) if bits is not None else None,
        reason=reason,
    )


def _none(one: LayerShares) -> LayerFragmentation:
    """Return a layer whose figures are withheld, with the reason."""
    return LayerFragmentation(
        layer=one.tie.layer, tie=one.tie.name, meaning=one.tie.meaning,
        does_not_see=UNSEEN[f"{one.tie.layer.value} {one.tie.name}"], index=None, bits=None, bipolarity=None,
        coupling=None, ei_index=None, spheres=None, coverage=one.coverage, reason=f"withheld: {one.withheld}",
    )  # fmt: skip


def _range(snapshot: Snapshot, one: LayerShares, choice: Choice) -> FigureRange:
    rows = []
    for bloc in presets().values():
        seen = settle(snapshot, one.portfolios, bloc, choice.weights, choice.min_known)
        own = [bloc.column(country) for country in seen.countries]
        index, bits, bipolarity, coupling = figures(seen.shares, seen.weights, own)
        rows.append(PresetFigures(bloc=bloc.name, index=index, bits=bits, bipolarity=bipolarity, coupling=coupling))
    return FigureRange(
        index=_extremes([row.index for row in rows]),
        coupling=_extremes([row.coupling for row in rows]),
        presets=tuple(rows),
    )


def _extremes(values: Sequence[float | None]) -> tuple[float, float] | None:
    present = [value for value in values if value is not None]
    return (min(present), max(present)) if present else None


def why_undefined(one: LayerShares, index: float | None, coupling: float | None) -> str | None:
    """Say why a figure of a layer with data is missing; None where none is.

    Parameters
    ----------
    one : LayerShares
        Has at least one country.
    index, coupling : float or None
        The figures of the layer.
    """
    if len(one.countries) == 1:
        return f"only {one.countries[0]} is known on this layer: there is nothing to compare it with"
    if index is None:
        (sphere,) = [s.value for s, share in zip(SPHERES, one.whole, strict=True) if share > 0.5]
        return f"every country counted rests on one sphere alone ({sphere}): nothing could be divided"
    if coupling is None:
        return "coupling: all countries counted are of one sphere, so that nothing could be otherwise"
    return None
