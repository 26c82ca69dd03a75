"""Findings about layers: whose suppliers countries rest on, and how far that divides them."""

from collections.abc import Callable
from datetime import date

from graph.analysis.fragmentation.figures.index import Fragmentation, LayerFragmentation
from graph.analysis.fragmentation.layers.ranking import MIN_UNITS
from graph.analysis.origin import Sphere
from graph.analysis.results import is_told, percent_range, percent_told
from graph.measures.findings.sentences.finding import FindingKind, Told, Topic
from graph.ontology import Layer
from graph.snapshots.arrays import Interval

BY_CHANCE = 0.05
_SUBJECTS = {
    Layer.CLOUDS: "Of the cloud regions that stand in a country",
    Layer.COMPUTE_SITES: "Of the large data centres that stand in a country, by who operates them",
    Layer.CHIPS: "Of the accelerators in a country's large data centres, by who designed them",
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
        template=f"{subject}, the US sphere has {{percent}} ({{ends}}), the China sphere "
        "{china} and others {other} of what is known, on average over {countries} countries{thin}{own} ({about}).",
        read=_read_spheres,
    )


def _read_spheres(found: Fragmentation, day: date) -> Told | str:
    return _seen(found, lambda row: _spheres_of(row, str(day)))


def _spheres_of(row: LayerFragmentation, day: str) -> Told | str:
    if row.spheres is None:
        return row.reason or "nothing is known"
    value, low, high = _reach_of(row, Sphere.US.value)
    if value is None or not is_told(low, high):
        return f"the share of the US sphere may be anything from {percent_range(low, high)}: that says nothing"
    return Told(
        value=value,
        low=low,
        high=high,
        about=day,
        denominator=f"{row.coverage.counted}, each the same within a country, countries of the same weight",
        coverage=_coverage(row),
        covered=row.coverage.seen.share,
        undated=row.coverage.undated,
        universe=row.members,
        words={
            "countries": str(row.coverage.countries),
            "thin": _thin(row),
            "own": _own(row),
            "china": _share(row, "China"),
            "other": _share(row, "other"),
        },
    )


def _share(row: LayerFragmentation, sphere: str) -> str:
    value, low, high = _reach_of(row, sphere)
    return percent_range(low, high) if value is None else percent_told(value, low, high)


def _reach_of(row: LayerFragmentation, sphere: str) -> tuple[float | None, float, float]:
    """Return the share of a sphere with the interval of what the facts leave open and of other draws of the units."""
    value = (row.spheres or {}).get(sphere)
    spans = [one.spheres[sphere] for one in (row.interval, row.redrawn) if one and one.spheres]
    return value, *_hull(*spans, *([] if value is None else [(value, value)]))


def _thin(row: LayerFragmentation) -> str:
    """Say how many countries have very few units: a share of one is all or nothing."""
    seen = row.coverage
    return f", {seen.thin} of them with fewer than {MIN_UNITS} known {seen.counted}" if seen.thin else ""


def _own(row: LayerFragmentation) -> str:
    """Say how many have no stated supplier and are supposed to be their own."""
    seen = row.coverage
    if not seen.supposed:
        return ""
    return (
        f"; {seen.supposed} of {seen.units} {seen.counted}, of which no source states one, are supposed to be their own"
    )


def _hull(*spans: Interval) -> Interval:
    """Return the interval that holds all of them."""
    return min(low for low, _ in spans), max(high for _, high in spans)


def _division(layer: Layer) -> FindingKind:
    return FindingKind(
        id=f"division-{_slug(layer)}",
        topic=Topic.DIVISION,
        title=f"Division against chance: {layer.value}",
        unit="index, 0 to 1",
        measure="fragmentation",
        query={"layer": _slug(layer)},
        template=f"On the layer {layer.value} countries are divided by {{value:.2f}} ({{low:.2f}} to {{high:.2f}}; "
        "0: all alike, 1: each in one sphere); countries with as many suppliers drawn by lot would give {chance}, {so} "
        "({about}).",
        read=_read_division,
    )


def _read_division(found: Fragmentation, day: date) -> Told | str:
    return _seen(found, lambda row: _division_of(row, str(day)))


def _division_of(row: LayerFragmentation, day: str) -> Told | str:
    if row.index is None or row.null is None:
        return row.reason or "nothing is known"
    spans = [one.index for one in (row.interval, row.redrawn) if one and one.index]
    low, high = _hull((row.index, row.index), *spans)
    if not is_told(low, high):
        return f"the index may be {low:.2f} to {high:.2f}, other draws of the units included: that says nothing"
    beyond = row.null.p < BY_CHANCE
    return Told(
        value=row.index,
        low=low,
        high=high,
        about=day,
        denominator="entropy of the spheres of all countries together",
        coverage=_coverage(row),
        covered=row.coverage.seen.share,
        undated=row.coverage.undated,
        universe=row.members,
        words={
            "chance": f"{row.null.mean:.2f}",
            "so": "so that more than chance divides them" if beyond else "as much",
        },
    )


def _seen(found: Fragmentation, read: Callable[[LayerFragmentation], Told | str]) -> Told | str:
    (row,) = found.layers
    return read(row)


def _coverage(row: LayerFragmentation) -> str:
    seen = row.coverage
    listed = f"{seen.units_covered} of {seen.units} {seen.counted} in the graph have a known supplier{_own(row)}"
    return f"{listed}; {seen.seen.told()}"
