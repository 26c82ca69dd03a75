"""The countries of a layer that enough is known of, with their sphere shares and weights: what is measured."""

from collections.abc import Collection, Hashable, Iterable
from dataclasses import dataclass, replace

import numpy as np

from graph.analysis.blocs import Bloc
from graph.analysis.fragmentation.layers.absence import why_none
from graph.analysis.fragmentation.layers.coverage import CountedCountries, LayerCoverage, coverage_of_layer
from graph.analysis.fragmentation.layers.portfolios import Portfolios, portfolios
from graph.analysis.fragmentation.layers.weights import Weights, country_weights
from graph.analysis.fragmentation.layers.withholding import why_lopsided, why_unseen
from graph.analysis.fragmentation.ties.dating import Undated
from graph.analysis.fragmentation.ties.table import TIES, TieKind, tie_kind
from graph.budget import checked
from graph.kept import Kept
from graph.ontology import Layer
from graph.snapshots.arrays import FloatArray
from graph.snapshots.snapshot import Snapshot

MIN_KNOWN = 0.5
"""A country counts when the sphere of at least this part of its portfolio is known."""


@dataclass(frozen=True, eq=False)
class LayerShares:
    """Sphere shares of the countries of a layer.

    Attributes
    ----------
    tie : TieKind
        By which countries rest on suppliers.
    bloc : Bloc
        Whose sides the shares are of.
    portfolios : Portfolios
        Of the countries counted.
    shares : FloatArray, shape (countries, 3)
        Rows sum to 1.
    weights : FloatArray, shape (countries,)
        Sum to 1; empty where no country counts.
    known : FloatArray, shape (countries,)
        Known part of each portfolio.
    masses : FloatArray, shape (countries, sets)
        How much of each portfolio lies in which set of spheres: all that the facts settle (``kernels.splits``).
    kept : Kept
        Of the graph that it is measured on.
    coverage : LayerCoverage
        What all of it rests on, and what is left out.
    assumptions : tuple[str, ...]
        What the tie takes for granted, in sentences.
    reason : str or None
        Why no country counts.
    unseen : str or None
        Why neither the layer nor any country on it is given a figure: too little of it is seen.
    withheld : str or None
        Why the layer is given none, though there is one: what is missing could turn it round.
    """

    tie: TieKind
    bloc: Bloc
    portfolios: Portfolios
    shares: FloatArray
    weights: FloatArray
    known: FloatArray
    masses: FloatArray
    kept: Kept
    coverage: LayerCoverage
    assumptions: tuple[str, ...]
    reason: str | None = None
    unseen: str | None = None
    withheld: str | None = None

    @property
    def countries(self) -> tuple[str, ...]:
        """The countries counted."""
        return self.portfolios.countries

    @property
    def whole(self) -> FloatArray:
        """Sphere shares of all countries together, shape (3,); NaN where there is none."""
        return self.weights @ self.shares if len(self.weights) else np.full(3, np.nan)


@dataclass(frozen=True)
class Choice:
    """What is measured, and how: the same for every measure of fragmentation.

    Attributes
    ----------
    bloc : Bloc
        Which countries stand on which side, as countries and as controllers of suppliers.
    layers : tuple of Layer
        Which are measured, in this order.
    tie : str or None
        Which tie of the layer; its default where None.
    weights : Weights
        Of countries; by computing power, sites count by theirs too.
    among : frozenset of str or None
        Only these countries.
    min_known : float
        Countries of which less is known are left out and named.
    undated : Undated
        What becomes of ties that no source dates.
    """

    bloc: Bloc
    layers: tuple[Layer, ...] = tuple(TIES)
    tie: str | None = None
    weights: Weights = Weights.EQUAL
    among: frozenset[str] | None = None
    min_known: float = MIN_KNOWN
    undated: Undated = Undated.FROM_PUBLICATION

    @property
    def ties(self) -> tuple[TieKind, ...]:
        """The tie of each layer.

        Raises
        ------
        QuestionError
            When a layer is not measured, or has no such tie.
        """
        return tuple(tie_kind(layer, self.tie) for layer in self.layers)

    @property
    def key(self) -> Hashable:
        """What tells this choice from another, for keeping answers."""
        sides = (self.bloc.name, self.bloc.us, self.bloc.china)
        return (sides, self.layers, self.tie, self.weights, self.among, self.min_known, self.undated)

    def among_only(self, country: str) -> "Choice":
        """Return the same about one country.

        Parameters
        ----------
        country : str
            Its id, ``country:ISO3``; any others chosen before are dropped.
        """
        return replace(self, among=frozenset({country}))

    def on(self, layer: Layer, tie: str | None) -> "Choice":
        """Return the same about one layer.

        Parameters
        ----------
        layer : Layer
            Any others chosen before are dropped.
        tie : str or None
            The layer's default where None.
        """
        return replace(self, layers=(layer,), tie=tie)


def measure(snapshot: Snapshot, choice: Choice) -> tuple[LayerShares, ...]:
    """Return what is measured on each layer.

    Parameters
    ----------
    snapshot : Snapshot
        Portfolios are gathered once for each snapshot and kept with it.
    choice : Choice
        One answer for each of its layers, in their order.

    Raises
    ------
    QuestionError
        When a layer is not measured, or has no such tie.
    """
    by_compute = choice.weights is Weights.H100_EQUIVALENTS
    return tuple(
        settle(
            snapshot,
            portfolios(snapshot, tie, by_compute, choice.among, choice.undated),
            choice.bloc,
            choice.weights,
            choice.min_known,
            choice.among,
        )
        for tie in checked(choice.ties, "layers")
    )


def assumptions(measured: Iterable[LayerShares]) -> tuple[str, ...]:
    """Return what several layers assume, once each.

    Parameters
    ----------
    measured : Iterable[LayerShares]
        Each line names the layer it is about.
    """
    return tuple(dict.fromkeys(said for one in measured for said in one.assumptions))


def settle(
    snapshot: Snapshot,
    every: Portfolios,
    bloc: Bloc,
    weights: Weights,
    min_known: float = MIN_KNOWN,
    among: Collection[str] | None = None,
) -> LayerShares:
    """Leave out the countries of which too little is known, or which have no weight, and name them.

    Parameters
    ----------
    snapshot : Snapshot
        The one that the portfolios were gathered on: it has weights of countries and counts of the world.
    every : Portfolios
        Of all countries asked about.
    bloc : Bloc
        Which countries stand on which side.
    weights : Weights
        What countries count for; one without such a weight is left out. Those left in are scaled to sum to 1.
    min_known : float
        Countries are left out of whose portfolio less than this part, 0..1, has a known sphere; so is one of which
        nothing is known, whatever the bound.
    among : collection of str, optional
        The countries that the portfolios were chosen among: a reason is about them alone.
    """
    known = every.known(bloc)
    enough = known >= max(min_known, 1e-12)
    given = country_weights(snapshot, weights)
    weight = np.array([1.0 if given is None else given.get(c, 0.0) for c in every.countries])
    kept = enough & (weight > 0)
    held = every.only(kept)
    part = weight[kept] / weight[kept].sum() if kept.any() else np.zeros(0)
    counted = CountedCountries(
        portfolios=held, weights=part, known=known[kept],
        too_little={c: round(float(k), 4) for c, k, e in zip(every.countries, known, enough, strict=True) if not e},
        unweighted=tuple(c for c, e, w in zip(every.countries, enough, weight, strict=True) if e and w <= 0),
    )  # fmt: skip
    return LayerShares(
        tie=every.tie,
        bloc=bloc,
        portfolios=held,
        shares=held.shares(bloc),
        weights=part,
        known=known[kept],
        masses=held.masses(bloc),
        kept=snapshot.graph.kept,
        coverage=coverage_of_layer(snapshot, every, bloc, counted),
        assumptions=tuple(f"{every.tie.layer.value}: {said}" for said in every.ledger.assumptions),
        reason=None if kept.any() else why_none(snapshot, every, bloc, weights, min_known, among),
        unseen=(unseen := why_unseen(snapshot, every, min_known)),
        withheld=unseen or why_lopsided(snapshot, every, min_known),
    )
