"""The bands of a picture, from users and models at the top down to countries, and which of them a node is in."""

from graph.facts.nodes import Node
from graph.ontology import NodeKind

BANDS: tuple[tuple[str, int], ...] = (
    ("users", 5),
    ("models", 6),
    ("labs", 6),
    ("platforms and clouds", 6),
    ("compute sites", 5),
    ("chips", 6),
    ("processes and components", 8),
    ("tools and software", 6),
    ("materials", 6),
    ("fabs and plants", 5),
    ("companies", 10),
    ("countries", 8),
)
"""Bands from top to bottom, and the most boxes shown in each."""

_BAND_OF_KIND = {
    NodeKind.SECTOR: 0, NodeKind.BENCHMARK: 0, NodeKind.POLICY: 0, NodeKind.SECURITY_STRUCTURE: 0,
    NodeKind.MODEL: 1, NodeKind.LAB: 2, NodeKind.PLATFORM: 3, NodeKind.CLOUD_PROVIDER: 3, NodeKind.CHIP: 5,
    NodeKind.COMPANY: 10, NodeKind.COUNTRY: 11,
}  # fmt: skip
_BAND_OF_SUBTYPE = {
    "tool": 7, "software": 7, "material": 8, "fab": 9, "packaging-plant": 9, "plant": 9,
}  # fmt: skip


def band_of(node: Node) -> int:
    """Return the position of a node's band.

    Parameters
    ----------
    node : Node
        By its subtype, else by its kind.

    Returns
    -------
    int
        0 at the top.
    """
    if node.subtype in _BAND_OF_SUBTYPE:
        return _BAND_OF_SUBTYPE[node.subtype]
    return _BAND_OF_KIND.get(node.kind, 6 if node.kind is NodeKind.INPUT else 4)
