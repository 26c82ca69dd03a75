"""Where a thing comes from: the countries behind it, through the lens of the snapshot.

Organisations and places: who controls them. Products, which nobody controls: a model's labs, a chip's
designers, an input's suppliers by share. What is not known is left out of the weights, never shared out.
"""

from collections import defaultdict
from collections.abc import Mapping
from enum import StrEnum

from graph.ontology import EdgeKind, NodeKind
from graph.snapshots.snapshot import Snapshot

MAKERS = {
    NodeKind.MODEL: EdgeKind.DEVELOPED_BY,
    NodeKind.CHIP: EdgeKind.DESIGNED_BY,
    NodeKind.INPUT: EdgeKind.SUPPLIED_BY,
}
"""Nobody controls a product: the edge that leads to whoever made it."""


class Sphere(StrEnum):
    """Whose control: the United States, China with Hong Kong and Macao, or neither."""

    US = "US"
    CHINA = "China"
    OTHER = "other"


WHOLE = 1 - 1e-9
"""Weights of origin that sum to it leave nothing that is not known."""

POLES = ("country:USA", "country:CHN")
"""The two powers themselves: they stand at the ends of every scale, so that they are on none."""

SPHERE_OF_COUNTRY: Mapping[str, Sphere] = {
    "country:USA": Sphere.US,
    "country:CHN": Sphere.CHINA,
    "country:HKG": Sphere.CHINA,
    "country:MAC": Sphere.CHINA,
}


def origin(snapshot: Snapshot, node_id: str) -> Mapping[str, float]:
    """Return the countries behind a node with weights.

    Parameters
    ----------
    snapshot : Snapshot
        Its lens says who controls a maker, its day which makers there are.
    node_id : str
        A product's makers weigh by their stated shares, equally where none is stated.

    Returns
    -------
    Mapping[str, float]
        Sums to at most 1; what is missing is not known. Empty where nothing is known.

    Examples
    --------
    >>> origin(m1, "company:tsmc")
    {'country:TWN': 1.0}
    """
    kind = snapshot.nodes.kind(node_id)
    if kind is NodeKind.COUNTRY:
        return {node_id: 1.0}
    if kind not in MAKERS:
        return snapshot.controllers(node_id)
    known: dict[str, Mapping[str, float]] = snapshot.kept.get("origins of products", dict)
    if node_id not in known:
        known[node_id] = _of_makers(snapshot, node_id, kind)
    return known[node_id]


def _of_makers(snapshot: Snapshot, node_id: str, kind: NodeKind) -> Mapping[str, float]:
    makers = snapshot.edges.out(node_id, MAKERS[kind])
    stated = {e.end: e.claim.share for e in makers if e.claim.share is not None}
    weights = stated or {edge.end: 1 / len(makers) for edge in makers}
    total = max(sum(weights.values()), 1.0)
    found: dict[str, float] = defaultdict(float)
    for maker, weight in weights.items():
        for country, part in snapshot.controllers(maker).items():
            found[country] += weight * part / total
    return dict(found)


def sphere_of(countries: Mapping[str, float]) -> Sphere | None:
    """Return the sphere that all of a thing's countries belong to; None where they differ or are unknown.

    Parameters
    ----------
    countries : Mapping[str, float]
        Ids, with weights that do not matter; the two powers alone have a sphere other than ``other``.
    """
    spheres = {SPHERE_OF_COUNTRY.get(country, Sphere.OTHER) for country in countries}
    return next(iter(spheres)) if len(spheres) == 1 else None
