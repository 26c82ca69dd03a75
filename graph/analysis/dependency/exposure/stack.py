"""What a whole country rests on: its labs, models, clouds, sites, chips and firms, layer by layer (methods A3)."""

from collections.abc import Mapping, Sequence

import numpy as np
from pydantic import Field

from graph.analysis.dependency.exposure.exposure import ExposureRow, exposure_rows, losses_without
from graph.analysis.dependency.exposure.targets import COUNTRIES_OF_SPHERE, To, country_targets, targets_of
from graph.analysis.dependency.home import origins
from graph.analysis.dependency.known import is_known
from graph.analysis.results import Result, Row
from graph.errors import QuestionError
from graph.node_ids import EntityId
from graph.ontology import NODE_TYPES, PRODUCTS, Layer, NodeKind
from graph.snapshots.arrays import FloatArray
from graph.snapshots.snapshot import Snapshot
from graph.supply.needs import is_compute_site


class LayerExposure(Row):
    """Exposure of one layer of a country: the mean over the entities whose needs are known, which weigh the same."""

    layer: Layer
    entities: int = Field(description="the denominator: entities whose needs are known")
    not_known: int = Field(description="entities of the layer of which no need is known; in no figure")
    rows: tuple[ExposureRow, ...]


class StackExposure(Result):
    """Exposure of a country, layer by layer."""

    country: EntityId
    to: To
    layers: tuple[LayerExposure, ...]


class LargestExposures(Row):
    """On whom the entities of one country rest most."""

    country: EntityId
    name: str
    entities: int = Field(description="the denominator: entities whose needs are known")
    not_known: int
    without: dict[EntityId, tuple[float, float, float]] = Field(
        description="those without whom most is lost, itself left out: low, central and high of the mean"
    )


class ExposureMatrix(Result):
    """Who rests on whom on one layer: a row for each country that has entities on it.

    ``low[r][c]``, ``central[r][c]`` and ``high[r][c]`` are what the entities of country ``rows[r]`` lose without
    ``columns[c]``, the mean over those whose needs are known.
    """

    layer: Layer
    rows: tuple[EntityId, ...]
    entities: tuple[int, ...] = Field(description="the denominator of each row")
    not_known: tuple[int, ...]
    columns: tuple[EntityId, ...]
    low: tuple[tuple[float, ...], ...]
    central: tuple[tuple[float, ...], ...]
    high: tuple[tuple[float, ...], ...]
    largest: tuple[LargestExposures, ...] = Field(default=(), description="of each row, the columns that take most")
    reason: str | None = Field(default=None, description="why there are no rows")


_EQUAL = "entities of a country weigh the same; those of which no need is known are in no average"


def stack_exposure(
    snapshot: Snapshot,
    country: str,
    to: To = To.COUNTRY,
    spheres: Mapping[str, frozenset[str]] = COUNTRIES_OF_SPHERE,
) -> StackExposure:
    """Return what a country's stack loses without each country, company, sphere or input, layer by layer.

    Parameters
    ----------
    snapshot : Snapshot
        Its lens says what the country controls, its horizon which needs bind.
    country : str
        Id of a country.
    to : To
        What is taken to be gone, one after the other.
    spheres : Mapping[str, frozenset[str]]
        Countries of each sphere; the others are ``other``.

    Raises
    ------
    UnknownIdError
    QuestionError
        The id is no country.
    """
    country = snapshot.require(country, "country")
    if snapshot.nodes[country].kind is not NodeKind.COUNTRY:
        raise QuestionError(f"{country} is not a country", "country")
    layers = entities_of(snapshot, [country])[country]
    known = {layer: [i for i in ids if is_known(snapshot, i)] for layer, ids in layers.items()}
    every = [snapshot.root(i) for ids in known.values() for i in ids]
    targets = targets_of(snapshot, np.array(every, dtype=np.int64), to, spheres)
    found = losses_without(snapshot, targets, np.array(every, dtype=np.int64))
    place = {position: number for number, position in enumerate(every)}
    rows = []
    for layer, ids in layers.items():
        mine = [found.three(place[snapshot.root(i)]) for i in known[layer]]
        mean = np.mean(mine, axis=0) if mine else np.zeros((3, len(targets)))
        rows.append(
            LayerExposure(
                layer=layer,
                entities=len(mine),
                not_known=len(ids) - len(mine),
                rows=exposure_rows(snapshot, mean, list(targets), {country}, spheres),
            )
        )
    return StackExposure(country=country, to=to, layers=tuple(rows), assumptions=(_EQUAL,))


def exposure_matrix(snapshot: Snapshot, layer: Layer) -> ExposureMatrix:
    """Return what every country loses without every country on one layer.

    Parameters
    ----------
    snapshot : Snapshot
        Its lens says what countries control, its horizon which needs bind.
    layer : Layer
        Rows are countries that have an entity on it of which enough is known; a cell is the mean over these.
    """
    targets = country_targets(snapshot)
    found = entities_of(snapshot, list(targets))
    listed = {country: rows[layer] for country, rows in found.items() if rows.get(layer)}
    known = {country: [i for i in ids if is_known(snapshot, i)] for country, ids in listed.items()}
    known = {country: ids for country, ids in known.items() if ids}
    every = [snapshot.root(i) for ids in known.values() for i in ids]
    losses = losses_without(snapshot, targets, np.array(every, dtype=np.int64))
    place = {position: number for number, position in enumerate(every)}
    means = [np.mean([losses.three(place[snapshot.root(i)]) for i in ids], axis=0) for ids in known.values()]
    stacked = np.array(means).reshape(len(means), 3, len(targets))
    met = np.flatnonzero((stacked[:, 2] > 0).any(axis=0)) if len(means) else np.zeros(0, dtype=np.int64)
    low, central, high = (tuple(map(tuple, np.clip(stacked[:, n][:, met], 0, 1).tolist())) for n in range(3))
    columns = [list(targets)[place] for place in met.tolist()]
    unknown = {country: len(listed[country]) - len(ids) for country, ids in known.items()}
    largest = tuple(
        _largest(snapshot, country, (len(known[country]), unknown[country]), columns, of)
        for country, of in zip(known, np.clip(stacked[:, :, met], 0, 1), strict=True)
    )
    return ExposureMatrix(
        largest=largest, reason=None if known else _none(layer, sum(map(len, listed.values()))),
        layer=layer, rows=tuple(known), entities=tuple(len(ids) for ids in known.values()),
        not_known=tuple(unknown.values()), columns=tuple(columns), low=low, central=central, high=high,
        assumptions=(_EQUAL,),
    )  # fmt: skip


_MOST = 3


def _largest(
    snapshot: Snapshot, country: str, counted: tuple[int, int], columns: Sequence[str], three: FloatArray
) -> LargestExposures:
    order = [place for place in np.lexsort((-three[2], -three[1])).tolist() if columns[place] != country]
    entities, not_known = counted
    return LargestExposures(
        country=country, name=snapshot.nodes[country].name, entities=entities, not_known=not_known,
        without={columns[place]: tuple(three[:, place].tolist()) for place in order[:_MOST] if three[2, place] > 0},
    )  # fmt: skip


def _none(layer: Layer, entities: int) -> str:
    if not entities:
        return f"no country controls an entity of the layer {layer.value} alone"
    return f"of none of the {entities} entities of the layer {layer.value} is any need known at this horizon"


def entities_of(snapshot: Snapshot, countries: Sequence[str]) -> Mapping[str, dict[Layer, list[str]]]:
    """Return the entities of some countries by layer.

    A country's entities are those that it controls alone, and the products whose makers it controls alone. The
    country itself stands on the layer of countries, for what its people use. A fab is no compute site.

    Parameters
    ----------
    snapshot : Snapshot
        Its lens says who controls whom.
    countries : Sequence[str]
        Ids; one without any entity has no layers.
    """
    found: dict[str, dict[Layer, list[str]]] = {country: {} for country in countries}
    for node_id in snapshot.nodes.ids_of(*_STACK):
        if snapshot.nodes.kind(node_id) is NodeKind.FACILITY and not is_compute_site(snapshot.nodes[node_id].subtype):
            continue
        if (own := _country_of(snapshot, node_id)) in found:
            layer = NODE_TYPES[snapshot.nodes.kind(node_id)].layer
            found[own].setdefault(layer, []).append(node_id)
    return found


_STACK = frozenset(
    {NodeKind.LAB, NodeKind.MODEL, NodeKind.PLATFORM, NodeKind.CLOUD_PROVIDER, NodeKind.FACILITY, NodeKind.CHIP,
     NodeKind.INPUT, NodeKind.COMPANY, NodeKind.COUNTRY}
)  # fmt: skip


def _country_of(snapshot: Snapshot, node_id: str) -> str | None:
    kind = snapshot.nodes.kind(node_id)
    if kind is NodeKind.COUNTRY:
        return node_id
    if kind is NodeKind.INPUT:
        behind = snapshot.makers.get(node_id, frozenset())
    else:
        behind = origins(snapshot, node_id) if kind in PRODUCTS else frozenset({node_id})
    countries = {country for maker in behind for country in snapshot.controllers(maker) or [None]}
    return next(iter(countries)) if len(countries) == 1 else None
