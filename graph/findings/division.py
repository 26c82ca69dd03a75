"""Findings about layers: whose suppliers countries rest on, and how far that divides them."""

from collections.abc import Callable
from datetime import date

from graph.analysis.fragmentation.index import Fragmentation, LayerFragmentation
from graph.findings.finding import FindingKind, Told, Topic
from graph.ontology import Layer

ENOUGH = 0.5
"""Of a layer of which less is seen no sentence is told."""

_SUBJECTS = {
    Layer.CLOUDS: "Of the cloud regions that stand in a country",
    Layer.CHIPS: "Of the accelerators in the clusters and data centres of a country",
    Layer.INPUTS: "Of the supply of what a country's new chips and processes cannot be made without",
    Layer.MODELS: "Of the models that a country's new models derive from",
    Layer.PLATFORMS: "Of the platforms that serve a country's new models",
    Layer.LABS: "Of the clouds and sites that a country's labs run on",
    Layer.SECURITY: "Of the security structures that a country belongs to, by who leads them",
}


def of_layers() -> tuple[FindingKind, ...]:
    """Return a finding on the spheres of each layer, and one on its division."""
    spheres = [_spheres(layer, subject) for layer, subject in _SUBJECTS.items()]
    return (*spheres, *(_division(layer) for layer in (Layer.CLOUDS, Layer.SECURITY)))


def _slug(layer: Layer) -> str:
    return layer.value.replace(" ", "-")


def _spheres(layer: Layer, subject: str) -> FindingKind:
    return FindingKind(
        id=f"spheres-{_slug(layer)}",
        topic=Topic.SPHERES,
        title=f"Spheres: {layer.value}",
        unit="share",
        measure="fragmentation",
        query={"layer": _slug(layer)},
        template=f"{subject}, the US sphere has {{value:.0%}}, the China sphere {{china}} and others {{other}} of what "
        "is known, on average over the {countries} countries known ({about}).",
        read=_read_spheres,
    )


def _read_spheres(found: Fragmentation, day: date) -> Told | str:
    return _seen(found, lambda row: _spheres_of(row, str(day)))


def _spheres_of(row: LayerFragmentation, day: str) -> Told | str:
    if row.spheres is None:
        return row.reason or "nothing is known"
    return Told(
        value=row.spheres["US"],
        about=day,
        denominator=f"{row.coverage.counted}, each the same within a country, countries of the same weight",
        coverage=_coverage(row),
        covered=row.coverage.share,
        undated=row.coverage.undated,
        universe=row.members,
        words={
            "countries": str(row.coverage.countries),
            "china": f"{row.spheres['China']:.0%}",
            "other": f"{row.spheres['other']:.0%}",
        },
    )


def _division(layer: Layer) -> FindingKind:
    return FindingKind(
        id=f"division-{_slug(layer)}",
        topic=Topic.DIVISION,
        title=f"Division against chance: {layer.value}",
        unit="index, 0 to 1",
        measure="fragmentation",
        query={"layer": _slug(layer)},
        template=f"On the layer {layer.value} countries are divided by {{value:.2f}} (0: all alike, 1: each in one "
        "sphere); countries with as many suppliers drawn by lot would give {chance} ({about}).",
        read=_read_division,
    )


def _read_division(found: Fragmentation, day: date) -> Told | str:
    return _seen(found, lambda row: _division_of(row, str(day)))


def _division_of(row: LayerFragmentation, day: str) -> Told | str:
    if row.index is None or row.null is None:
        return row.reason or "nothing is known"
    return Told(
        value=row.index,
        about=day,
        denominator="entropy of the spheres of all countries together",
        coverage=_coverage(row),
        covered=row.coverage.share,
        undated=row.coverage.undated,
        universe=row.members,
        words={"chance": f"{row.null.mean:.2f}"},
    )


def _seen(found: Fragmentation, read: Callable[[LayerFragmentation], Told | str]) -> Told | str:
    (row,) = found.layers
    share = row.coverage.share
    if share is not None and share < ENOUGH:
        return f"too little of the layer is seen: {_coverage(row)}"
    return read(row)


def _coverage(row: LayerFragmentation) -> str:
    seen = row.coverage
    counted = f"{seen.units_covered} of {seen.units} {seen.counted} in the graph have a known supplier"
    return counted if seen.share is None else f"the sphere of {seen.share:.0%} of the layer is known; {counted}"
