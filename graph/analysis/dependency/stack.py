"""What a whole country rests on: its labs, models, clouds, sites, chips and firms, layer by layer (methods A3)."""

from collections.abc import Mapping, Sequence

import numpy as np
from pydantic import Field

from graph.analysis.dependency.exposure import (
    SPHERES,
    ExposureRow,
    To,
    country_targets,
    exposure_rows,
    exposures,
    targets_of,
)
from graph.analysis.dependency.home import origins
from graph.analysis.results import Result, Row
from graph.arrays import BoolArray, FloatArray, IntArray
from graph.errors import QuestionError
from graph.ontology import PRODUCTS, Layer, NodeKind
from graph.snapshot import Snapshot


class LayerExposure(Row):
    """Exposure of one layer of a country: the mean over its entities, which weigh the same."""

    layer: Layer
    entities: int
    rows: tuple[ExposureRow, ...]


class StackExposure(Result):
    """Exposure of a country, layer by layer and over all layers."""

    country: str
    to: To
    layers: tuple[LayerExposure, ...]
    whole: tuple[ExposureRow, ...] = Field(description="mean over the layers, which weigh the same")


class ExposureMatrix(Result):
    """Who rests on whom on one layer: a row for each country that has entities on it.

    ``direct[r][c]`` and ``look_through[r][c]`` are the exposure of country ``rows[r]`` to ``columns[c]``, the
    mean over its entities on the layer.
    """

    layer: Layer
    rows: tuple[str, ...]
    entities: tuple[int, ...]
    columns: tuple[str, ...]
    direct: tuple[tuple[float, ...], ...]
    look_through: tuple[tuple[float, ...], ...]


_EQUAL = "entities of a country weigh the same; needs of an entity weigh the same"


def stack_exposure(
    snapshot: Snapshot,
    country: str,
    to: To = To.COUNTRY,
    spheres: Mapping[str, frozenset[str]] = SPHERES,
) -> StackExposure:
    """Return what a country's whole stack rests on.

    Parameters
    ----------
    snapshot : Snapshot
    country : str
    to : To
    spheres : Mapping[str, frozenset[str]]
        Countries of each sphere; the others are ``other``.

    Returns
    -------
    StackExposure
        Layers on which the country has entities that need anything.

    Raises
    ------
    UnknownIdError
    QuestionError
        The id is no country.
    """
    country = snapshot.require(country, "country")
    if snapshot.nodes[country].kind is not NodeKind.COUNTRY:
        raise QuestionError(f"{country} is not a country", "country")
    layers = {layer: rows for layer, rows in _entities(snapshot, [country])[country].items() if rows}
    targets = targets_of(snapshot, np.array([p for rows in layers.values() for p in rows], dtype=np.int64), to, spheres)
    found = {layer: _mean(snapshot, targets, np.array(rows)) for layer, rows in layers.items()}
    whole = np.mean(list(found.values()), axis=0) if found else np.zeros((2, len(targets)))
    return StackExposure(
        country=country,
        to=to,
        layers=tuple(
            LayerExposure(
                layer=layer,
                entities=len(layers[layer]),
                rows=exposure_rows(snapshot, targets, means[0], means[1], {country}, spheres),
            )
            for layer, means in found.items()
        ),
        whole=exposure_rows(snapshot, targets, whole[0], whole[1], {country}, spheres),
        assumptions=(_EQUAL, "layers weigh the same in the whole"),
    )


def exposure_matrix(snapshot: Snapshot, layer: Layer) -> ExposureMatrix:
    """Return the exposure of every country to every country on one layer.

    Parameters
    ----------
    snapshot : Snapshot
    layer : Layer

    Returns
    -------
    ExposureMatrix
    """
    targets = country_targets(snapshot)
    entities = {country: rows[layer] for country, rows in _entities(snapshot, list(targets)).items() if rows.get(layer)}
    positions = np.array([position for rows in entities.values() for position in rows], dtype=np.int64)
    direct, through = exposures(snapshot, targets, positions)
    sizes = np.array([len(rows) for rows in entities.values()], dtype=np.int64)
    first = np.cumsum(sizes) - sizes
    means = [
        np.add.reduceat(part, first, axis=0) / sizes[:, None] if len(sizes) else part for part in (direct, through)
    ]
    met = np.flatnonzero((means[1] > 0).any(axis=0)) if len(sizes) else np.zeros(0, dtype=np.int64)
    return ExposureMatrix(
        layer=layer, rows=tuple(entities), entities=tuple(sizes.tolist()),
        columns=tuple(np.array(list(targets), dtype=object)[met]),
        direct=tuple(map(tuple, means[0][:, met].tolist())),
        look_through=tuple(map(tuple, means[1][:, met].tolist())), assumptions=(_EQUAL,),
    )  # fmt: skip


def _entities(snapshot: Snapshot, countries: Sequence[str]) -> Mapping[str, dict[Layer, list[int]]]:
    """Return the entities of some countries that need anything, as positions, by layer.

    A country's entities are those that it controls alone, and the products whose makers it controls alone. The
    country itself stands on the layer of countries, for what its people use.
    """
    found: dict[str, dict[Layer, list[int]]] = {country: {} for country in countries}
    for node in snapshot.nodes.values():
        own = _country_of(snapshot, node.id)
        if own in found and node.id in snapshot.needs_of:
            found[own].setdefault(node.layer, []).append(snapshot.root(node.id))
    return found


def _country_of(snapshot: Snapshot, node_id: str) -> str | None:
    if snapshot.nodes[node_id].kind is NodeKind.COUNTRY:
        return node_id
    product = snapshot.nodes[node_id].kind in PRODUCTS
    behind = origins(snapshot, node_id) if product else frozenset({node_id})
    countries = {country for maker in behind for country in snapshot.controllers(maker) or [None]}
    return next(iter(countries)) if len(countries) == 1 else None


def _mean(snapshot: Snapshot, targets: Mapping[str, BoolArray], rows: IntArray) -> tuple[FloatArray, FloatArray]:
    direct, through = exposures(snapshot, targets, rows)
    return direct.mean(axis=0), through.mean(axis=0)
