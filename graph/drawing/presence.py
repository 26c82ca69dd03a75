"""What of a picture was there on another day: the picture stays, so that dates can be compared by looking."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from graph.analysis.dependency.cut_sets.single_points import SinglePoint
from graph.analysis.dependency.paths.closure import downstream, upstream
from graph.drawing.picture import Picture, single_points
from graph.errors import UnknownIdError
from graph.snapshots.snapshot import Snapshot


@dataclass(frozen=True)
class Presence:
    """What of one picture holds on another day.

    Attributes
    ----------
    shapes : frozenset of str
        Ids of boxes and pills; a collapsed box is there if any of its nodes is.
    links : frozenset of (str, str)
        Ids of the shapes at both ends, as the picture links them.
    gone : tuple of str
        Ids that were there on that day and that the picture does not have.
    weak : mapping of str to SinglePoint
        The single points of failure of that day.
    reason : str or None
        Why nothing is there.
    """

    shapes: frozenset[str]
    links: frozenset[tuple[str, str]]
    gone: tuple[str, ...] = ()
    weak: Mapping[str, SinglePoint] = field(default_factory=dict)
    reason: str | None = None


def presence(shown: Picture, then: Snapshot, *, down: bool) -> Presence:
    """Return what of a picture was there on another day.

    Parameters
    ----------
    shown : Picture
        Chosen and laid out for its own day.
    then : Snapshot
        The other day, through the same lens at the same horizon.
    down : bool
        The picture shows what rests on the entity.
    """
    try:
        closure = downstream(then, shown.root) if down else upstream(then, shown.root)
    except UnknownIdError as error:
        return Presence(frozenset(), frozenset(), reason=str(error))
    place = {one: box.id for box in shown.boxes.values() for one in box.collapsed or (box.id,)}
    nodes = {member.id for member in closure.nodes}
    ties = {
        (place[link.dependent], link.need, place[link.supplier])
        for link in closure.edges
        if link.dependent in place and link.supplier in place
    }
    direct = {(start, end) for start, _, end in ties}
    needs = {pill.id: frozenset(pill.merged or (pill.need,)) for pill in shown.pills}
    owned = {
        (owner, pill.id)
        for pill in shown.pills
        for owner in pill.of
        if any(start == owner and need in needs[pill.id] and end in pill.suppliers for start, need, end in ties)
    }
    supplied = {
        (pill.id, end)
        for pill in shown.pills
        for end in pill.suppliers
        if any(start in pill.of and need in needs[pill.id] and end == last for start, need, last in ties)
    }
    boxes = {place[one] for one in nodes if one in place}
    return Presence(
        shapes=frozenset(boxes | {pill for _, pill in owned}),
        links=frozenset(link for link in shown.links if link in direct or link in owned or link in supplied),
        gone=tuple(sorted(nodes - place.keys())),
        weak={} if down else single_points(then, closure.id),
    )
