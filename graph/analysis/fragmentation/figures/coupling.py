"""How much of each sphere's stack rests on the other: the sphere x sphere matrix (methods B3).

Direct: whose the suppliers are. Looked through: what of them leads to a sphere, however far down. A supplier's
content of a sphere is ``q + (1 - q) h``: its own part of that sphere counts whole, the rest by its look-through
exposure ``h`` (methods A3). So looked through is never less than direct, and its rows may sum to more than 1:
what one sphere makes out of another's parts rests on both.
"""

from collections.abc import Sequence

import numpy as np
from pydantic import Field

from graph.analysis.blocs import SPHERES, Bloc
from graph.analysis.dependency.bans.content import step_matrix
from graph.analysis.dependency.exposure.targets import sphere_targets
from graph.analysis.dependency.kernels.look_through import look_through
from graph.analysis.dependency.kernels.schedule import schedule
from graph.analysis.fragmentation.figures.intervals import ei_bounds
from graph.analysis.fragmentation.figures.null_model import (
    DRAWS,
    SEED,
    Null,
    Nulls,
    against_chance,
    remembered,
    rewired_shares,
)
from graph.analysis.fragmentation.kernels.division_bounds import coupling_bounds
from graph.analysis.fragmentation.kernels.mixing import assortativities, assortativity, ei_index, mixing_matrix
from graph.analysis.fragmentation.kernels.splits import share_bounds
from graph.analysis.fragmentation.layers.coverage import LayerCoverage
from graph.analysis.fragmentation.layers.largest import NamedSupplier, largest_suppliers
from graph.analysis.fragmentation.layers.shares import Choice, LayerShares, assumptions, measure
from graph.analysis.fragmentation.layers.weights import Weights
from graph.analysis.origin import Sphere
from graph.analysis.results import Result, Row, settled, settled_shares
from graph.ontology import Layer
from graph.snapshots.arrays import FloatArray, Interval
from graph.snapshots.snapshot import Snapshot


class SphereRow(Row):
    """What the countries of one sphere rest on."""

    sphere: str
    countries: int
    weight: float = Field(description="part of all weight that these countries have")
    direct: dict[str, float | None] | None = Field(
        description="shares by sphere of the supplier, which sum to 1; null where its range leaves it no value"
    )
    direct_range: dict[str, Interval] | None = Field(
        default=None, description="the same over every split that the facts allow; sharp"
    )
    looked_through: dict[str, float | None] | None = Field(
        description="look-through content; may sum to more than 1; null where what is direct has no value"
    )
    known: float | None = Field(default=None, description="part of their portfolios whose sphere is known")
    suppliers: tuple[NamedSupplier, ...] = Field(default=(), description="whom they have most from")


class LayerMatrix(Row):
    """One layer's matrix, with the coupling that it amounts to and what chance would give."""

    layer: Layer
    tie: str
    rows: tuple[SphereRow, ...]
    coupling: float | None
    coupling_range: Interval | None = Field(default=None, description="over every split that the facts allow; sharp")
    ei_index: float | None
    coupling_looked_through: float | None
    ei_index_looked_through: float | None
    null: Null | None = Field(description="the coupling over worlds with the same degrees")
    null_looked_through: Null | None
    coverage: LayerCoverage
    reason: str | None = None


class CrossSphereMatrix(Result):
    """The matrices of several layers."""

    bloc: Bloc
    weights: Weights
    layers: tuple[LayerMatrix, ...]


def cross_sphere_matrix(
    snapshot: Snapshot,
    choice: Choice,
    draws: int = DRAWS,
    seed: int = SEED,
    *,
    measured: Sequence[LayerShares] | None = None,
) -> CrossSphereMatrix:
    """Return how much of each sphere's stack rests on each sphere, layer by layer.

    Parameters
    ----------
    snapshot : Snapshot
        Its needs are what suppliers are looked through by.
    choice : Choice
        By ``choice.weights`` countries enter a row; suppliers are in columns by ``choice.bloc``.
    draws, seed : int
        Of the null model.
    measured : sequence of LayerShares, optional
        What ``measure`` gives for the choice, where it is at hand.

    Raises
    ------
    QuestionError
        When a layer is not measured, or has no such tie.
    """
    measured = measure(snapshot, choice) if measured is None else measured
    content = sphere_content(snapshot, choice.bloc) if any(one.countries for one in measured) else None
    return CrossSphereMatrix(
        bloc=choice.bloc,
        weights=choice.weights,
        layers=tuple(_layer(snapshot, one, content, draws, seed) for one in measured),
        assumptions=assumptions(measured),
    )


def sphere_content(snapshot: Snapshot, bloc: Bloc) -> FloatArray:
    """Return the look-through exposure of every node to each sphere, shape (nodes, 3); kept by snapshot.

    Parameters
    ----------
    snapshot : Snapshot
        Its needs and shares; rows of the answer are in the order of ``snapshot.ids``.
    bloc : Bloc
        Whoever a country of a side controls is hit by that side; columns are those of ``SPHERES``.
    """

    def made() -> FloatArray:
        targets = sphere_targets(snapshot, {Sphere.US.value: bloc.us, Sphere.CHINA.value: bloc.china})
        hit = np.column_stack([targets[sphere.value] for sphere in SPHERES])
        return look_through(step_matrix(snapshot), schedule(snapshot.arrays), hit)

    return snapshot.kept.get(("content", bloc.us, bloc.china), made)


def supplier_content(snapshot: Snapshot, one: LayerShares, content: FloatArray) -> FloatArray:
    """Return the look-through content of a layer's suppliers, shape (suppliers, 3).

    Parameters
    ----------
    snapshot : Snapshot
        The one that ``content`` was computed on: places of nodes are its own.
    one : LayerShares
        Rows of the answer are in the order of its suppliers.
    content : FloatArray, shape (nodes, 3)
        From ``sphere_content``.
    """
    own = one.portfolios.supplier_spheres(one.bloc)
    through = content[[snapshot.index[supplier] for supplier in one.portfolios.suppliers]]
    return own + (1 - own) * through


def looked_through(one: LayerShares, contents: FloatArray) -> FloatArray:
    """Return what each country rests on when its suppliers are looked through, shape (countries, 3).

    Parameters
    ----------
    one : LayerShares
        Suppliers behind whom no country is known are left out of numerator and denominator.
    contents : FloatArray
        From ``supplier_content``, shape (suppliers, 3): the part of each supplier that leads to each sphere, 0..1. A
        row may sum to more than 1, since one thing can lead to both.
    """
    amounts, mass = one.portfolios.amounts, one.portfolios.supplier_spheres(one.bloc).sum(axis=1)
    placed = mass > 0
    averages: FloatArray = (amounts[:, placed] @ contents[placed]) / (amounts @ mass)[:, None]
    return averages


def _layer(snapshot: Snapshot, one: LayerShares, content: FloatArray | None, draws: int, seed: int) -> LayerMatrix:
    if one.withheld:
        return _withheld(snapshot, one)
    own = [one.bloc.column(country) for country in one.countries]
    direct = mixing_matrix(one.shares, one.weights, own)
    reach = coupling_bounds(one.masses, one.weights, own) if len(own) > 1 else None
    if content is None or not own:
        contents, through = np.zeros((0, 3)), np.zeros((3, 3))
    else:
        contents = supplier_content(snapshot, one, content)
        through = mixing_matrix(looked_through(one, contents), one.weights, own)
    comparable = len(own) > 1
    found = (assortativity(direct), assortativity(through)) if comparable else (None, None)
    null, null_through = _nulls(one, own, contents, found, draws, seed) if comparable else (None, None)
    span = (float(reach[0]), float(reach[1])) if reach else None
    outward = ei_bounds(one.masses, one.weights, own) if comparable else None
    return LayerMatrix(
        layer=one.tie.layer,
        tie=one.tie.name,
        rows=_rows(snapshot, one, own, (direct, through)),
        coupling=settled(found[0], span, 2),
        coupling_range=span,
        ei_index=settled(ei_index(direct), outward, 2) if comparable else None,
        coupling_looked_through=settled(found[1], span, 2),
        ei_index_looked_through=settled(ei_index(through), outward, 2) if comparable else None,
        null=null,
        null_looked_through=null_through,
        coverage=one.coverage,
        reason=one.reason or (None if comparable else "only one country is known on this layer"),
    )


def _withheld(snapshot: Snapshot, one: LayerShares) -> LayerMatrix:
    nothing = np.zeros((3, 3))
    return LayerMatrix(
        layer=one.tie.layer, tie=one.tie.name, rows=_rows(snapshot, one, [], (nothing, nothing)), coupling=None,
        ei_index=None, coupling_looked_through=None, ei_index_looked_through=None, null=None, null_looked_through=None,
        coverage=one.coverage, reason=f"withheld: {one.withheld}",
    )  # fmt: skip


def _nulls(
    one: LayerShares,
    own: Sequence[int],
    contents: FloatArray,
    found: tuple[float | None, float | None],
    draws: int,
    seed: int,
) -> Nulls:
    amounts, mixes = one.portfolios.amounts, one.portfolios.supplier_spheres(one.bloc)

    def draw() -> Nulls:
        # The same seed deals the same worlds twice: once for whose the suppliers are, once for what is in them.
        worlds = zip(
            rewired_shares(amounts, mixes, draws, seed),
            rewired_shares(amounts, mixes, draws, seed, contents),
            strict=True,
        )
        drawn = [[assortativities(mixing_matrix(shares, one.weights, own)) for shares in pair] for pair in worlds]
        return against_chance(found, np.concatenate([np.zeros((0, 2)), *(np.transpose(pair) for pair in drawn)]), seed)

    return remembered(one.kept, draw, amounts, mixes, contents, one.weights, own, draws, seed)


def _direct_range(one: LayerShares, members: Sequence[int], weight: float) -> dict[str, Interval]:
    low, high = (one.weights[members] @ bound[members] / weight for bound in share_bounds(one.masses))
    return {sphere.value: (float(low[n]), float(high[n])) for n, sphere in enumerate(SPHERES)}


def _rows(
    snapshot: Snapshot, one: LayerShares, own: Sequence[int], matrices: tuple[FloatArray, FloatArray]
) -> tuple[SphereRow, ...]:
    direct, through = matrices
    rows = []
    for number, sphere in enumerate(SPHERES):
        members = [position for position, column in enumerate(own) if column == number]
        weight = float(sum(one.weights[position] for position in members))
        reach = _direct_range(one, members, weight) if members else None
        rows.append(
            SphereRow(
                sphere=sphere.value,
                countries=len(members),
                weight=weight,
                direct=settled_shares(_named(direct[number] / weight), reach) if members else None,
                direct_range=reach,
                looked_through=settled_shares(_named(through[number] / weight), reach) if members else None,
                known=float(one.weights[members] @ one.known[members]) / weight if members else None,
                suppliers=largest_suppliers(snapshot, one, members) if members else (),
            )
        )
    return tuple(rows)


def _named(shares: FloatArray) -> dict[str, float]:
    return {sphere.value: float(share) for sphere, share in zip(SPHERES, shares, strict=True)}
