"""Layered layout: bands in order, pills below their dependents, no edge over a foreign box.

Rows alternate with empty gaps. A link that passes rows runs down a *trunk*, a reserved slot in each row that
all links to the same target share; everything else happens in gaps, where there are no boxes. Order within
rows by barycentres (Sugiyama, Tagawa & Toda 1981), positions by least squares under a minimum distance
(isotonic regression). Deterministic.
"""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from itertools import pairwise

import numpy as np

from graph.budget import checked
from graph.drawing.bands import BANDS
from graph.drawing.picture import Picture, Pill

BOX_HEIGHT, PILL_HEIGHT, GAP, TRUNK = 26.0, 18.0, 28.0, 1.0
SPACE, NARROW, MARGIN, LABEL_WIDTH = 10.0, 3.0, 12.0, 104.0
LETTER, PADDING, WIDEST = 6.4, 16.0, 150.0
NEED_LETTER = 5.7
HEAD = 22.0
"""Above the first row: the name of its band stands there, as those of the others stand between rows."""
PER_ROW = 6
SWEEPS = 16
CENTRED = 0.9
"""Pull towards the middle of the picture: 1 is none; less keeps long lines from wandering off."""


@dataclass
class Slot:
    """A box, a pill, or one step of a trunk."""

    id: str
    row: int
    width: float
    x: float = 0.0
    near: list["Slot"] = field(default_factory=list, repr=False)


@dataclass(frozen=True)
class Layout:
    """Where everything is; coordinates in pixels from the top left, x and y are centres."""

    slots: Mapping[str, Slot]
    row_y: Sequence[float]
    row_height: Sequence[float]
    routes: Mapping[tuple[str, str], tuple[tuple[float, float], ...]]
    bands: tuple[tuple[str, float, float], ...]
    width: float
    height: float


def text_width(label: str) -> float:
    """Return the width of a box that shows a label, long labels being cut by ``shortened``.

    Parameters
    ----------
    label : str
        Reckoned by its number of letters.

    Returns
    -------
    float
        Pixels.
    """
    return min(WIDEST, len(label) * LETTER + PADDING)


def shortened(label: str) -> str:
    """Cut a label to what fits the widest box.

    Parameters
    ----------
    label : str
        Ends in an ellipsis where it is cut.
    """
    most = int((WIDEST - PADDING) / LETTER)
    return label if len(label) <= most else label[: most - 1].rstrip() + "…"


def place(picture: Picture) -> Layout:
    """Place a picture.

    Parameters
    ----------
    picture : Picture
        Has at least its root.

    Returns
    -------
    Layout
        ``routes`` gives for each link its points: dependents' edge, trunk steps, suppliers' edge.
    """
    rows = _rows(picture)
    slots = _slots(picture, rows)
    chains = _trunks(tuple(picture.links), slots)
    by_row: dict[int, list[Slot]] = defaultdict(list)
    for slot in slots.values():
        by_row[slot.row].append(slot)
    ordered = [by_row[row] for row in sorted(by_row)]
    _order(ordered)
    _position(ordered)
    pills = {pill.id for pill in picture.pills}
    heights = [PILL_HEIGHT if all(s.id in pills or s.id[0] == "|" for s in row) else BOX_HEIGHT for row in ordered]
    centres, bottom = [], HEAD
    for height in heights:
        centres.append(bottom + height / 2)
        bottom += height + GAP
    renumber = {row: position for position, row in enumerate(sorted(by_row))}
    for slot in slots.values():
        slot.row = renumber[slot.row]
    routes = {link: _route(link, chains, slots, centres, heights) for link in picture.links}
    right = max(slot.x + slot.width / 2 for slot in slots.values()) + MARGIN
    bands = _bands(picture, slots, centres, heights)
    return Layout(slots, centres, heights, routes, bands, right, bottom - GAP + MARGIN)


def _rows(picture: Picture) -> dict[str, int]:
    """Give each box a row: its band, deeper inside the band by what it rests on there, wrapped when wide."""
    inside: dict[str, set[str]] = defaultdict(set)
    through = {pill.id: pill for pill in picture.pills}
    for start, end in picture.links:
        for target in through[end].suppliers if end in through else (end,):
            if start in picture.boxes and picture.boxes[start].band == picture.boxes[target].band:
                inside[start].add(target)
    rows: dict[str, int] = {}
    next_row = 0
    for band in range(len(BANDS)):
        members = [box.id for box in picture.boxes.values() if box.band == band]
        levels: dict[int, list[str]] = defaultdict(list)
        for box_id, level in _levels(members, inside).items():
            levels[level].append(box_id)
        for level in sorted(levels):
            boxes = levels[level]
            lines = -(-len(boxes) // PER_ROW)
            for position, box_id in enumerate(boxes):
                rows[box_id] = next_row + 2 * (position % lines)
            next_row += 2 * lines
    return rows


def _levels(members: Sequence[str], inside: Mapping[str, set[str]]) -> dict[str, int]:
    """Return the depth of each member below those of its band that rest on it; cycles are cut."""
    levels: dict[str, int] = {}
    own = set(members)
    users: dict[str, set[str]] = defaultdict(set)
    for start, ends in inside.items():
        for end in ends & own:
            users[end].add(start)

    def level(box_id: str, trail: frozenset[str]) -> int:
        if box_id not in levels:
            above = [level(user, trail | {box_id}) for user in sorted(users[box_id]) if user not in trail]
            found = min(2, 1 + max(above, default=-1))
            if trail:
                return found
            levels[box_id] = found
        return levels[box_id]

    for box_id in members:
        level(box_id, frozenset())
    return levels


def _slots(picture: Picture, rows: Mapping[str, int]) -> dict[str, Slot]:
    slots = {box.id: Slot(box.id, rows[box.id], text_width(box.label)) for box in picture.boxes.values()}
    for pill in picture.pills:
        lowest = max(rows[owner] for owner in pill.of)
        slots[pill.id] = Slot(pill.id, lowest + 1, min(WIDEST, len(pill_label(pill)) * NEED_LETTER + 14))
    return slots


def pill_label(pill: Pill) -> str:
    """Return what a pill says: the need, and how many can meet it.

    Parameters
    ----------
    pill : Pill
        Of one need, or of several that are shown together.
    """
    if pill.merged:
        return f"+{pill.count} more needs"
    name = pill.need.rpartition(":")[2].replace("-", " ")
    return f"{name if len(name) <= 16 else name[:15] + '…'}: any of {pill.count}"


def _trunks(links: Sequence[tuple[str, str]], slots: dict[str, Slot]) -> dict[tuple[str, str], tuple[str, ...]]:
    """Reserve the slots that long links run through, shared by all links to one target."""
    chains: dict[tuple[str, str], tuple[str, ...]] = {}
    used = {slot.row for slot in slots.values()}
    for start, end in checked(links):
        high, low = slots[start].row, slots[end].row
        step = 1 if high < low else -1
        between = range(high + step, low, step) if high != low else range(0)
        chain = []
        for row in (row for row in between if row in used):
            trunk = f"|{end}|{row}"
            slots.setdefault(trunk, Slot(trunk, row, TRUNK))
            chain.append(trunk)
        chains[start, end] = tuple(chain)
        stops = [start, *chain, end]
        for upper, lower in pairwise(stops):
            slots[upper].near.append(slots[lower])
            slots[lower].near.append(slots[upper])
    return chains


def _order(rows: list[list[Slot]]) -> None:
    """Order each row by the mean position of its neighbours, sweeping down and up."""
    for row in rows:
        for position, slot in enumerate(row):
            slot.x = float(position)
    for sweep in checked(range(SWEEPS), "sweeps of the drawing", SWEEPS):
        for row in rows if sweep % 2 == 0 else reversed(rows):
            wanted = {s.id: sum(n.x for n in s.near) / len(s.near) if s.near else s.x for s in row}
            row.sort(key=lambda slot: (wanted[slot.id], slot.id))
            middle = (len(row) - 1) / 2
            for position, slot in enumerate(row):
                slot.x = position - middle


def _position(rows: list[list[Slot]]) -> None:
    """Draw slots towards their neighbours, keeping order and distance; then shift all to the margin."""

    def middle(slot: Slot) -> float:
        return sum(n.x for n in slot.near) / len(slot.near) if slot.near else slot.x

    for row in rows:
        _spread(row, [slot.x * 60 for slot in row])
    for sweep in range(SWEEPS):
        for row in rows if sweep % 2 == 0 else reversed(rows):
            _spread(row, [CENTRED * middle(s) for s in row])
    left = min(slot.x - slot.width / 2 for row in rows for slot in row)
    for row in rows:
        for slot in row:
            slot.x += LABEL_WIDTH + MARGIN - left


def _spread(row: list[Slot], wanted: list[float]) -> None:
    """Move slots as little as possible from where they want to be, at least ``SPACE`` apart.

    Least squares with fixed order: isotonic regression of what is left without the running distance.
    """
    offsets, total = [], 0.0
    for position, slot in enumerate(row):
        if position:
            before = row[position - 1]
            space = NARROW if TRUNK in (before.width, slot.width) else SPACE
            total += (before.width + slot.width) / 2 + space
        offsets.append(total)
    if not row:
        return
    from scipy.optimize import isotonic_regression  # takes part of a second to load, and only pictures need it

    flat = isotonic_regression(np.array(wanted) - np.array(offsets)).x.tolist()
    for slot, start, offset in zip(row, flat, offsets, strict=True):
        slot.x = start + offset


def _route(
    link: tuple[str, str],
    chains: Mapping[tuple[str, str], tuple[str, ...]],
    slots: Mapping[str, Slot],
    centres: Sequence[float],
    heights: Sequence[float],
) -> tuple[tuple[float, float], ...]:
    start, end = slots[link[0]], slots[link[1]]
    if start.row == end.row:  # a loop in the gap below
        edge = centres[start.row] + heights[start.row] / 2
        return ((start.x, edge), ((start.x + end.x) / 2, edge + GAP * 0.6), (end.x, edge))
    down = 1.0 if start.row < end.row else -1.0
    points = [(start.x, centres[start.row] + down * heights[start.row] / 2)]
    for trunk in (slots[name] for name in chains[link]):
        half = heights[trunk.row] / 2
        points += [(trunk.x, centres[trunk.row] - down * half), (trunk.x, centres[trunk.row] + down * half)]
    points.append((end.x, centres[end.row] - down * heights[end.row] / 2))
    return tuple(points)


def _bands(
    picture: Picture, slots: Mapping[str, Slot], centres: Sequence[float], heights: Sequence[float]
) -> tuple[tuple[str, float, float], ...]:
    found = []
    for band, (label, _) in enumerate(BANDS):
        rows = {slots[box.id].row for box in picture.boxes.values() if box.band == band}
        if rows:
            first, last = min(rows), max(rows)
            top = centres[first] - heights[first] / 2
            found.append((label, top, centres[last] + heights[last] / 2 - top))
    return tuple(found)
