"""What a dependency picture shows: bands from model down to country, needs as pills, the rest collapsed.

Chooses nodes and links; ``layout`` then places them.
"""

import heapq
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace

from graph.analysis.dependency.cases.readings import Criterion
from graph.analysis.dependency.caveats import Caveat
from graph.analysis.dependency.cut_sets.single_points import SinglePoint, single_points_of_failure
from graph.analysis.dependency.paths.closure import Closure, downstream, upstream
from graph.drawing.bands import BANDS, band_of
from graph.facts.nodes import Node
from graph.snapshots.snapshot import Snapshot
from graph.supply.control import OPERATOR

NEEDS = 5
"""The most needs with several suppliers that are drawn below a band; the rest become one pill."""

NEAREST = 3
"""Suppliers of each need of the entity itself that are always drawn, the largest share first."""


@dataclass(frozen=True)
class Box:
    """A node of the picture, or the collapsed rest of a band."""

    id: str
    label: str
    band: int
    collapsed: tuple[str, ...] = ()
    as_operator: bool = False


@dataclass(frozen=True)
class Pill:
    """A need with several suppliers, shared by all who have the same need."""

    id: str
    need: str
    of: tuple[str, ...]
    suppliers: tuple[str, ...]
    count: int
    closed: bool
    merged: tuple[str, ...] = ()
    """The needs that a `+12 more needs` pill stands for."""

    @property
    def by_operators(self) -> bool:
        """Whether it is met by whoever runs a site."""
        return set(self.merged or (self.need,)) == {OPERATOR}


@dataclass(frozen=True)
class Picture:
    """What is to be drawn: boxes, pills, and links between their ids (dependent first)."""

    root: str
    boxes: Mapping[str, Box]
    pills: tuple[Pill, ...]
    links: Mapping[tuple[str, str], bool]
    """Each with whether it is by an operator alone."""
    caveats: Mapping[tuple[str, str], Caveat] = field(default_factory=dict)
    """Of the links all of whose relations have one."""
    weak: Mapping[str, SinglePoint] = field(default_factory=dict)
    total: int = 0


def picture(snapshot: Snapshot, node_id: str, *, down: bool = False, scale: float = 1.0) -> Picture:
    """Choose what to show of an entity's dependencies.

    Parameters
    ----------
    snapshot : Snapshot
        Its horizon says which needs bind.
    node_id : str
        What is shown whatever else is left out.
    down : bool
        Show what rests on the entity instead of what it rests on.
    scale : float
        Multiplies the most boxes of each band.

    Raises
    ------
    UnknownIdError
    """
    closure = downstream(snapshot, node_id) if down else upstream(snapshot, node_id)
    weak = {} if down else single_points(snapshot, closure.id)
    strength = strengths(closure)
    shown = _chosen(snapshot, closure, weak, strength, scale)
    boxes, place = _boxes(snapshot, closure, shown)
    pills, links = _links(closure, place, boxes, strength)
    return Picture(closure.id, boxes, pills, links, _caveats(closure, place, pills, links), weak, len(closure.nodes))


def single_points(snapshot: Snapshot, node_id: str) -> Mapping[str, SinglePoint]:
    """Return the single points of failure of an entity by id.

    Parameters
    ----------
    snapshot : Snapshot
        Its lens says what a country controls, its horizon which needs bind.
    node_id : str
        What is stopped, by the default criterion.
    """
    return {point.id: point for point in single_points_of_failure(snapshot, node_id, Criterion()).points}


def strengths(closure: Closure) -> Mapping[str, float]:
    """Return the share that rests on each member along its strongest path: the largest product of shares, 0 to 1.

    Downwards it is the share of each member that rests on the entity asked about.

    Parameters
    ----------
    closure : Closure
        Upstream or downstream, with the shares of its links.
    """
    down = closure.direction == "downstream"
    onward: dict[str, list[tuple[str, float]]] = defaultdict(list)
    for link in closure.edges:
        near, far = (link.supplier, link.dependent) if down else (link.dependent, link.supplier)
        onward[near].append((far, link.share))
    found: dict[str, float] = {}
    queue = [(-1.0, closure.id)]
    while queue:
        negative, node_id = heapq.heappop(queue)
        if node_id in found:
            continue
        found[node_id] = -negative
        for other, share in onward[node_id]:
            if other not in found:
                heapq.heappush(queue, (negative * share, other))
    return {member.id: found.get(member.id, 0.0) for member in closure.nodes}


def _chosen(
    snapshot: Snapshot,
    closure: Closure,
    weak: Mapping[str, SinglePoint],
    strength: Mapping[str, float],
    scale: float,
) -> set[str]:
    """Keep, in each band, what matters most.

    What the entity needs directly, its single points of failure, then what the largest share rests on, the nearest
    and, of equals, the newest or largest.
    """
    direct = _direct(closure)
    bands: dict[int, list[tuple[bool, bool, bool, float, int, float, str]]] = defaultdict(list)
    for member in closure.nodes:
        point = weak.get(member.id)
        rank = (
            member.id != closure.id,
            member.id not in direct,
            point is None or point.only_as_home,
            -round(strength[member.id], 3),
            member.depth,
            -_size(snapshot.nodes[member.id]),
            member.id,
        )
        bands[band_of(snapshot.nodes[member.id])].append(rank)
    shown: set[str] = set()
    for band, ranked in bands.items():
        most = max(1, round(BANDS[band][1] * scale))
        keep = len(ranked) if len(ranked) <= most + 1 else most  # a "+1 more" would take as much room
        shown.update(entry[-1] for entry in sorted(ranked)[:keep])
    return shown


def _direct(closure: Closure) -> set[str]:
    """Return the largest suppliers of each need of the entity itself; downwards, nobody: dependents are no needs."""
    if closure.direction == "downstream":
        return set()
    own = [need for need in closure.needs if need.of == closure.id]
    return {
        supplier.id
        for need in own
        for supplier in sorted(need.suppliers, key=lambda one: (-one.share, one.id))[:NEAREST]
    }


def _size(node: Node) -> float:
    """Return what puts one of equals first: the day it came out, or how much it computes."""
    released = str(node.properties.get("released_on") or "")
    day = float(released.replace("-", "").ljust(8, "0")) if released else 0.0
    return day or float(node.properties.get("h100_equivalents") or 0)


def _boxes(snapshot: Snapshot, closure: Closure, shown: set[str]) -> tuple[dict[str, Box], dict[str, str]]:
    boxes: dict[str, Box] = {}
    place: dict[str, str] = {}
    rest: dict[int, list[str]] = {}
    for member in closure.nodes:
        band = band_of(snapshot.nodes[member.id])
        if member.id in shown:
            boxes[member.id] = Box(member.id, member.name, band, as_operator=member.as_operator)
            place[member.id] = member.id
        else:
            rest.setdefault(band, []).append(member.id)
    for band, hidden in rest.items():
        box = Box(f"more:{band}", f"+{len(hidden)} more", band, tuple(sorted(hidden)))
        boxes[box.id] = box
        place |= dict.fromkeys(hidden, box.id)
    return boxes, place


def _links(
    closure: Closure, place: Mapping[str, str], boxes: Mapping[str, Box], strength: Mapping[str, float]
) -> tuple[tuple[Pill, ...], Mapping[tuple[str, str], bool]]:
    """Turn needs into links: one supplier directly, several through a pill that equal needs share."""
    shared: dict[tuple[str, tuple[str, ...]], list[tuple[str, int, bool]]] = {}
    weight: dict[tuple[str, tuple[str, ...]], float] = defaultdict(float)
    links: dict[tuple[str, str], bool] = {}
    for need in closure.needs:
        owner = place.get(need.of)
        ends = _distinct(place[s.id] for s in need.suppliers if s.id in place)
        if owner is None or not ends:
            continue
        if len(need.suppliers) == 1 or (len(ends) == 1 and ends[0].startswith("more:")):
            alone = need.need == OPERATOR
            links |= {(owner, end): alone and links.get((owner, end), True) for end in ends if end != owner}
        else:
            shared.setdefault((need.need, ends), []).append((owner, len(need.suppliers), need.closed))
            weight[need.need, ends] += strength.get(need.of, 0.0)
    ranked = sorted(shared, key=lambda key: (closure.id not in {o for o, _, _ in shared[key]}, -weight[key], key))
    pills = _capped([_pill(number, key, shared[key]) for number, key in enumerate(ranked)], boxes)
    reached = {end for _, end in links} | {end for pill in pills if not pill.merged for end in pill.suppliers}
    for pill in pills:
        # The pill of the rest points at what nothing else points at: its lines would bury all others.
        ends = tuple(end for end in pill.suppliers if end not in reached) if pill.merged else pill.suppliers
        links |= dict.fromkeys(((owner, pill.id) for owner in pill.of), False)
        links |= dict.fromkeys(((pill.id, end) for end in ends), pill.by_operators)
    return tuple(pills), links


def _caveats(
    closure: Closure, place: Mapping[str, str], pills: Sequence[Pill], links: Iterable[tuple[str, str]]
) -> Mapping[tuple[str, str], Caveat]:
    """Return the caveat of each link that stands for nothing without one; of several kinds the first."""
    through = {(owner, need): pill.id for pill in pills for owner in pill.of for need in pill.merged or (pill.need,)}
    behind: dict[tuple[str, str], list[Caveat | None]] = {link: [] for link in links}
    for need in closure.needs:
        owner = place.get(need.of, "")
        for supplier in need.suppliers:
            end = place.get(supplier.id, "")
            for start in (through.get((owner, need.need), owner), owner):
                if (start, end) in behind:
                    behind[start, end].append(supplier.caveat)
                    break
    order = list(Caveat)
    return {
        link: min((one for one in told if one), key=order.index) for link, told in behind.items() if told and all(told)
    }


def _pill(number: int, key: tuple[str, tuple[str, ...]], owners: Sequence[tuple[str, int, bool]]) -> Pill:
    name, ends = key
    return Pill(
        f"need:{number}", name, _distinct(o for o, _, _ in owners), ends, max(count for _, count, _ in owners),
        all(closed for _, _, closed in owners),
    )  # fmt: skip


def _capped(pills: Sequence[Pill], boxes: Mapping[str, Box]) -> list[Pill]:
    """Keep the first needs below each band, and merge the rest of it into one pill."""
    bands: dict[int, list[Pill]] = defaultdict(list)
    for pill in pills:
        bands[max(boxes[owner].band for owner in pill.of)].append(pill)
    kept: list[Pill] = []
    for band, below in sorted(bands.items()):
        first, rest = (below, []) if len(below) <= NEEDS + 1 else (below[:NEEDS], below[NEEDS:])
        kept += first
        if rest:
            merged = replace(
                rest[0],
                id=f"needs:{band}",
                of=_distinct(owner for pill in rest for owner in pill.of),
                suppliers=_distinct(end for pill in rest for end in pill.suppliers),
                count=len(rest),
                closed=all(pill.closed for pill in rest),
                merged=_distinct(pill.need for pill in rest),
            )
            kept.append(merged)
    return kept


def _distinct(ids: Iterable[str]) -> tuple[str, ...]:
    return tuple(sorted(set(ids)))
