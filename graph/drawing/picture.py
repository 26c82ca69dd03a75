"""What a dependency picture shows: bands from model down to country, needs as pills, the rest collapsed.

Chooses nodes and links; ``layout`` then places them.
"""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

import numpy as np

from graph.analysis.dependency.closure import Closure, downstream, upstream
from graph.analysis.dependency.single_points import SinglePoint, single_points_of_failure
from graph.nodes import Node
from graph.ontology import NodeKind
from graph.snapshot import Snapshot

BANDS: tuple[tuple[str, int], ...] = (
    ("users", 6),
    ("models", 6),
    ("labs", 5),
    ("platforms and clouds", 6),
    ("compute sites", 5),
    ("chips", 8),
    ("processes and components", 10),
    ("tools and software", 9),
    ("materials", 6),
    ("fabs and plants", 5),
    ("companies", 12),
    ("countries", 10),
)
"""Bands from top to bottom, and the most boxes shown in each."""

LARGE = 1500
"""Members beyond which the picture counts direct dependents only, to stay quick."""

_BAND_OF_KIND = {
    NodeKind.SECTOR: 0, NodeKind.BENCHMARK: 0, NodeKind.POLICY: 0, NodeKind.SECURITY_STRUCTURE: 0,
    NodeKind.MODEL: 1, NodeKind.LAB: 2, NodeKind.PLATFORM: 3, NodeKind.CLOUD_PROVIDER: 3, NodeKind.CHIP: 5,
    NodeKind.COMPANY: 10, NodeKind.COUNTRY: 11,
}  # fmt: skip
_BAND_OF_SUBTYPE = {
    "tool": 7, "software": 7, "material": 8, "fab": 9, "packaging-plant": 9, "plant": 9,
}  # fmt: skip


def band_of(node: Node) -> int:
    """Return the position of a node's band."""
    if node.subtype in _BAND_OF_SUBTYPE:
        return _BAND_OF_SUBTYPE[node.subtype]
    return _BAND_OF_KIND.get(node.kind, 6 if node.kind is NodeKind.INPUT else 4)


@dataclass(frozen=True)
class Box:
    """A node of the picture, or the collapsed rest of a band."""

    id: str
    label: str
    band: int
    collapsed: tuple[str, ...] = ()


@dataclass(frozen=True)
class Pill:
    """A need with several suppliers, shared by all who have the same need."""

    id: str
    need: str
    of: tuple[str, ...]
    suppliers: tuple[str, ...]
    count: int
    closed: bool


@dataclass(frozen=True)
class Picture:
    """What is to be drawn: boxes, pills, and links between their ids (dependent first)."""

    root: str
    boxes: Mapping[str, Box]
    pills: tuple[Pill, ...]
    links: tuple[tuple[str, str], ...]
    weak: Mapping[str, SinglePoint] = field(default_factory=dict)
    total: int = 0


def picture(snapshot: Snapshot, node_id: str, *, down: bool = False, scale: float = 1.0) -> Picture:
    """Choose what to show of an entity's dependencies.

    Parameters
    ----------
    snapshot : Snapshot
    node_id : str
    down : bool
        Show what rests on the entity instead of what it rests on.
    scale : float
        Multiplies the most boxes of each band.

    Raises
    ------
    UnknownIdError
    """
    closure = downstream(snapshot, node_id) if down else upstream(snapshot, node_id)
    weak = {point.id: point for point in single_points_of_failure(snapshot, closure.id).points}
    shown = _chosen(snapshot, closure, weak, scale)
    boxes, place = _boxes(snapshot, closure, shown)
    pills, links = _links(closure, place)
    return Picture(closure.id, boxes, pills, links, weak, len(closure.nodes))


def _chosen(snapshot: Snapshot, closure: Closure, weak: Mapping[str, SinglePoint], scale: float) -> set[str]:
    """Keep, in each band, what matters most: single points of failure, then what most others rest on."""
    used = _weight(closure)
    bands: dict[int, list[tuple[bool, bool, int, int, str]]] = {}
    for member in closure.nodes:
        point = weak.get(member.id)
        rank = (
            member.id != closure.id,
            point is None or point.home,
            -used[member.id],
            member.depth,
            member.id,
        )
        bands.setdefault(band_of(snapshot.nodes[member.id]), []).append(rank)
    shown: set[str] = set()
    for band, ranked in bands.items():
        most = max(1, round(BANDS[band][1] * scale))
        keep = len(ranked) if len(ranked) <= most + 1 else most  # a "+1 more" would take as much room
        shown.update(entry[-1] for entry in sorted(ranked)[:keep])
    return shown


def _weight(closure: Closure) -> Mapping[str, int]:
    """Count, for each member, how many members rest on it at any remove (or it on them, downwards)."""
    ids = {member.id: position for position, member in enumerate(closure.nodes)}
    if len(ids) > LARGE:
        return Counter(edge.supplier for edge in closure.edges)
    reached = np.eye(len(ids), dtype=np.float32)
    for edge in closure.edges:
        reached[ids[edge.dependent], ids[edge.supplier]] = 1
    for _ in range(max(1, len(ids).bit_length())):
        further = np.minimum(reached @ reached, 1)
        if np.array_equal(further, reached):
            break
        reached = further
    counts = reached.sum(axis=1 if closure.direction == "downstream" else 0)
    return {node_id: int(counts[position]) for node_id, position in ids.items()}


def _boxes(snapshot: Snapshot, closure: Closure, shown: set[str]) -> tuple[dict[str, Box], dict[str, str]]:
    boxes: dict[str, Box] = {}
    place: dict[str, str] = {}
    rest: dict[int, list[str]] = {}
    for member in closure.nodes:
        band = band_of(snapshot.nodes[member.id])
        if member.id in shown:
            boxes[member.id] = Box(member.id, member.name, band)
            place[member.id] = member.id
        else:
            rest.setdefault(band, []).append(member.id)
    for band, hidden in rest.items():
        box = Box(f"more:{band}", f"+{len(hidden)} more", band, tuple(sorted(hidden)))
        boxes[box.id] = box
        place |= dict.fromkeys(hidden, box.id)
    return boxes, place


def _links(closure: Closure, place: Mapping[str, str]) -> tuple[tuple[Pill, ...], tuple[tuple[str, str], ...]]:
    """Turn needs into links: one supplier directly, several through a pill that equal needs share."""
    shared: dict[tuple[str, tuple[str, ...]], list[tuple[str, int, bool]]] = {}
    links: dict[tuple[str, str], None] = {}
    for need in closure.needs:
        owner = place.get(need.of)
        ends = _distinct(place[s.id] for s in need.suppliers if s.id in place)
        if owner is None or not ends:
            continue
        if len(need.suppliers) == 1 or (len(ends) == 1 and ends[0].startswith("more:")):
            links |= {(owner, end): None for end in ends if end != owner}
        else:
            shared.setdefault((need.need, ends), []).append((owner, len(need.suppliers), need.closed))
    pills = []
    for number, ((name, ends), owners) in enumerate(shared.items()):
        pill = Pill(
            f"need:{number}", name, _distinct(o for o, _, _ in owners), ends, max(count for _, count, _ in owners),
            all(closed for _, _, closed in owners),
        )  # fmt: skip
        pills.append(pill)
        links |= {(owner, pill.id): None for owner in pill.of}
        links |= {(pill.id, end): None for end in ends}
    return tuple(pills), tuple(links)


def _distinct(ids: Iterable[str]) -> tuple[str, ...]:
    return tuple(sorted(set(ids)))
