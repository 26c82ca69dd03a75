"""A drawn picture as data: what the page draws, and what the SVG is written from."""

from collections.abc import Mapping, Sequence
from datetime import date

from pydantic import BaseModel, ConfigDict, Field

from graph.analysis.dependency.caveats import CAVEAT, LEGEND, Caveat, legend
from graph.analysis.dependency.paths.closure import AS_OPERATOR
from graph.analysis.origin import Sphere, origin, sphere_of
from graph.drawing.became import Became, State
from graph.drawing.layout import BOX_HEIGHT, Layout, pill_label, place, shortened
from graph.drawing.picture import Picture, picture
from graph.drawing.presence import Presence, presence
from graph.ontology import Layer, NodeKind
from graph.snapshots.snapshot import Snapshot

Point = tuple[float, float]


class _Shape(BaseModel):
    model_config = ConfigDict(frozen=True)


class DrawnBox(_Shape):
    """A node; x and y are its centre, all lengths in pixels."""

    id: str
    name: str
    label: str
    kind: NodeKind | None = None
    layer: Layer | None = None
    countries: tuple[str, ...] = Field(default=(), description="the countries behind it through the lens")
    sphere: Sphere | None = Field(default=None, description="the sphere of all its countries; null if they differ")
    weak: str | None = Field(
        default=None, description="single point of failure: certain, known, or home, where it stops it only as that"
    )
    collapsed: tuple[str, ...] = Field(default=(), description="the nodes that a `+37 more` box stands for")
    there: bool = Field(default=True, description="false: not there on the day asked for, only on that of the layout")
    as_operator: bool = Field(default=False, description=AS_OPERATOR)
    state: State | None = Field(default=None, description="what becomes of it if what is asked with `out` is gone")
    x: float
    y: float
    width: float
    height: float


class DrawnPill(_Shape):
    """A need with several suppliers."""

    id: str
    need: str
    label: str
    of: tuple[str, ...]
    suppliers: tuple[str, ...]
    count: int
    closed: bool
    there: bool = True
    merged: tuple[str, ...] = Field(default=(), description="the needs that a `+12 more needs` pill stands for")
    by_operators: bool = Field(default=False, description="met by whoever runs a site")
    cut: bool = Field(default=False, description="no supplier that is shown is left without what is asked with `out`")
    x: float
    y: float
    width: float
    height: float


class DrawnLink(_Shape):
    """A line from a dependent (or its pill) to a supplier."""

    start: str
    end: str
    there: bool = True
    by_operator: bool = Field(default=False, description="its end is what runs a site, and nothing else")
    caveat: Caveat | None = Field(default=None, description=f"of all that it stands for: {CAVEAT}")
    cut: bool = Field(default=False, description="its end is gone, or falls without what is asked with `out`")
    points: tuple[Point, ...]
    path: str = Field(description="the line as SVG path data")


class DrawnBand(_Shape):
    """A layer of the picture."""

    label: str
    y: float
    height: float


class Drawing(_Shape):
    """A picture with coordinates."""

    root: str
    width: float
    height: float
    bands: tuple[DrawnBand, ...]
    boxes: tuple[DrawnBox, ...]
    pills: tuple[DrawnPill, ...]
    links: tuple[DrawnLink, ...]
    total: int = Field(description="nodes of the closure, collapsed ones included")
    laid_out: date = Field(description="the day whose picture it is; another `as_of` moves nothing in it")
    gone: tuple[str, ...] = Field(default=(), description="there on the day asked for, no longer on that of the layout")
    legend: str = Field(default="", description=f"of its dotted lines: {LEGEND}")
    not_there: str | None = Field(default=None, description="why nothing is there on the day asked for")


def drawing(
    snapshot: Snapshot,
    node_id: str,
    *,
    down: bool = False,
    scale: float = 1.0,
    became: Became = Became(),
    then: Snapshot | None = None,
) -> Drawing:
    """Draw what an entity rests on.

    Parameters
    ----------
    snapshot : Snapshot
        Its day decides where everything is placed.
    node_id : str
        Stands in the band of its kind, as everything else does.
    down : bool
        Draw what rests on it instead.
    scale : float
        Multiplies the most boxes of each band.
    became : Became
        What becomes of entities in a what-if. Nothing moves for it.
    then : Snapshot, optional
        Another day: what was not there is drawn as absent, in the places of the snapshot's own day.

    Raises
    ------
    UnknownIdError
    """
    shown = picture(snapshot, node_id, down=down, scale=scale)
    placed = place(shown)
    there = presence(shown, then, down=down) if then is not None else None
    return Drawing(
        root=shown.root,
        width=_r(placed.width),
        height=_r(placed.height),
        bands=tuple(DrawnBand(label=name, y=_r(y), height=_r(h)) for name, y, h in placed.bands),
        boxes=_boxes(snapshot, shown, placed, became, then, there),
        pills=_pills(shown, placed, became, there),
        links=tuple(_link(link, points, shown, became, there) for link, points in placed.routes.items()),
        total=shown.total,
        laid_out=snapshot.as_of,
        gone=there.gone if there else (),
        legend=legend(shown.caveats.values()),
        not_there=there.reason if there else None,
    )


def _r(value: float) -> float:
    return round(value, 1)


def _boxes(
    snapshot: Snapshot,
    shown: Picture,
    placed: Layout,
    became: Became,
    then: Snapshot | None,
    there: Presence | None,
) -> tuple[DrawnBox, ...]:
    drawn = []
    for box in shown.boxes.values():
        slot = placed.slots[box.id]
        node = snapshot.nodes.get(box.id)
        facts = then or snapshot
        behind: Mapping[str, float] = origin(facts, box.id) if box.id in facts.nodes else {}
        point = (there.weak if there else shown.weak).get(box.id)
        weak = None if point is None else "home" if point.only_as_home else "certain" if point.certain else "known"
        drawn.append(
            DrawnBox(
                id=box.id, name=node.name if node else box.label, label=shortened(box.label),
                kind=node.kind if node else None, layer=node.layer if node else None,
                countries=tuple(sorted(behind)), sphere=sphere_of(behind), weak=weak, collapsed=box.collapsed,
                there=there is None or box.id in there.shapes, as_operator=box.as_operator,
                state=became.of(box.id, as_operator=box.as_operator),
                x=_r(slot.x), y=_r(placed.row_y[slot.row]), width=_r(slot.width), height=BOX_HEIGHT,
            )
        )  # fmt: skip
    return tuple(sorted(drawn, key=lambda box: (box.y, box.x)))


def _pills(shown: Picture, placed: Layout, became: Became, there: Presence | None) -> tuple[DrawnPill, ...]:
    drawn = []
    for pill in shown.pills:
        slot = placed.slots[pill.id]
        cut = all(_cut(end, shown, became, by_operator=pill.by_operators) for end in pill.suppliers)
        drawn.append(
            DrawnPill(
                id=pill.id, need=pill.need, label=pill_label(pill), of=pill.of,
                suppliers=pill.suppliers, count=pill.count, closed=pill.closed,
                there=there is None or pill.id in there.shapes, merged=pill.merged, by_operators=pill.by_operators,
                cut=cut, x=_r(slot.x),
                y=_r(placed.row_y[slot.row]), width=_r(slot.width), height=18.0,
            )
        )  # fmt: skip
    return tuple(drawn)


def _link(
    link: tuple[str, str], points: Sequence[Point], shown: Picture, became: Became, there: Presence | None
) -> DrawnLink:
    rounded = tuple((_r(x), _r(y)) for x, y in points)
    by_operator = shown.links[link]
    return DrawnLink(
        start=link[0], end=link[1], there=there is None or link in there.links, by_operator=by_operator,
        caveat=shown.caveats.get(link), cut=_cut(link[1], shown, became, by_operator=by_operator), points=rounded,
        path=path_data(rounded),
    )  # fmt: skip


def _cut(end: str, shown: Picture, became: Became, *, by_operator: bool) -> bool:
    return became.cuts(end, as_operator=by_operator or (end in shown.boxes and shown.boxes[end].as_operator))


def path_data(points: Sequence[Point]) -> str:
    """Return SVG path data: straight down rows, smooth in gaps, never outside the gap it is in.

    Parameters
    ----------
    points : Sequence[Point]
        Pixels from the top left, x and y; at least one point.
    """
    (x, y), *rest = points
    data = f"M{x:g} {y:g}"
    for next_x, next_y in rest:
        if next_x == x:
            data += f"V{next_y:g}"
        else:
            middle = round((y + next_y) / 2, 1)
            data += f"C{x:g} {middle:g} {next_x:g} {middle:g} {next_x:g} {next_y:g}"
        x, y = next_x, next_y
    return data
