"""Values of a query as the structures that Bolt has for them, and parameters back.

Versions 4 and 5 of the protocol differ: 5 names elements by text, and counts zoned times from the epoch in UTC.
Our own ids name elements (``id`` of a node, ``claim`` of a relationship): an engine's change when a graph is replaced.
"""

import struct
from collections.abc import Callable, Mapping
from datetime import date, tzinfo
from hashlib import blake2b
from typing import Any

import pytz
from neo4j.graph import Node, Path, Relationship
from neo4j.spatial import CartesianPoint, Point, WGS84Point
from neo4j.time import Date, DateTime, Duration, Time

from graph.stores.bolt.packstream import PackStreamError, Structure

_EPOCH_DAY = date(1970, 1, 1).toordinal()
_NANOSECONDS = 1_000_000_000
_POINTS: Mapping[int, Callable[[tuple[float, ...]], Point]] = {
    4326: WGS84Point, 4979: WGS84Point, 7203: CartesianPoint, 9157: CartesianPoint,
}  # fmt: skip


class BoltValues:
    """The structures of one version of the protocol.

    Parameters
    ----------
    major : int
        4 or 5.
    own_ids : bool
        Name elements by our ids. Not on Neo4j, where there are elements that are not ours.
    """

    def __init__(self, major: int, own_ids: bool = True) -> None:
        self._major = major
        self._own_ids = own_ids

    def sent(self, value: Any) -> Any:
        """Return a value of the driver as one that can be packed.

        Parameters
        ----------
        value : Any
            As the driver gave it, or what it is made of: lists and maps, however deep.

        Raises
        ------
        PackStreamError
            It is of a type that Bolt has no structure for.
        """
        match value:
            case None | bool() | int() | float() | str() | bytes() | bytearray():
                return value
            case Node():
                return self._node(value)
            case Relationship():
                return self._relationship(value)
            case Path():
                return self._path(value)
            case Date():
                return Structure(ord("D"), (value.to_ordinal() - _EPOCH_DAY,))
            case DateTime():
                return self._datetime(value)
            case Time():
                return _time(value)
            case Duration():
                return Structure(ord("E"), (value.months, value.days, value.seconds, value.nanoseconds))
            case Point():
                return Structure(ord("X" if len(value) == 2 else "Y"), (value.srid, *map(float, value)))
            case list() | tuple():
                return [self.sent(item) for item in value]
            case Mapping():
                return {key: self.sent(item) for key, item in value.items()}
            case _:
                raise PackStreamError(f"a {type(value).__name__} cannot be sent over Bolt")

    def _element(self, entity: Node | Relationship) -> str:
        own = entity.get("claim" if isinstance(entity, Relationship) else "id") if self._own_ids else None
        return own if isinstance(own, str) else entity.element_id

    def _ends(self, link: Relationship) -> tuple[str, str]:
        own = (link.get("from_id"), link.get("to_id")) if self._own_ids else (None, None)
        if isinstance(own[0], str) and isinstance(own[1], str):
            return own[0], own[1]
        ends = [node.element_id for node in link.nodes if node is not None]
        return ends[0], ends[1]

    def _newer(self, *elements: str) -> tuple[str, ...]:
        """Return what version 5 says at the end of a structure."""
        return elements if self._major >= 5 else ()

    def _properties(self, entity: Mapping[str, Any]) -> dict[str, Any]:
        return {key: self.sent(item) for key, item in entity.items()}

    def _node(self, node: Node) -> Structure:
        element = self._element(node)
        fields = (number(element), sorted(node.labels), self._properties(node), *self._newer(element))
        return Structure(ord("N"), fields)

    def _relationship(self, link: Relationship) -> Structure:
        element, (start, end) = self._element(link), self._ends(link)
        content = (link.type, self._properties(link), *self._newer(element, start, end))
        return Structure(ord("R"), (number(element), number(start), number(end), *content))

    def _unbound(self, link: Relationship) -> Structure:
        element = self._element(link)
        return Structure(ord("r"), (number(element), link.type, self._properties(link), *self._newer(element)))

    def _path(self, path: Path) -> Structure:
        """Say a path as its distinct nodes, its distinct relationships, and the walk over both."""
        nodes, links, walk = [path.nodes[0]], list[Relationship](), list[int]()
        for link, came_from, node in zip(path.relationships, path.nodes, path.nodes[1:], strict=False):
            if link not in links:
                links.append(link)
            if node not in nodes:
                nodes.append(node)
            place = links.index(link) + 1
            walk += [place if link.start_node == came_from else -place, nodes.index(node)]
        return Structure(
            ord("P"), ([self._node(node) for node in nodes], [self._unbound(link) for link in links], walk)
        )

    def _datetime(self, value: DateTime) -> Structure:
        days = value.to_ordinal() - _EPOCH_DAY
        seconds = days * 86_400 + value.hour * 3_600 + value.minute * 60 + value.second
        if value.tzinfo is None:
            return Structure(ord("d"), (seconds, value.nanosecond))
        offset = _offset(value)
        zone = getattr(value.tzinfo, "zone", None) or getattr(value.tzinfo, "key", None)
        if self._major < 5:
            return Structure(ord("f" if zone else "F"), (seconds, value.nanosecond, zone or offset))
        return Structure(ord("i" if zone else "I"), (seconds - offset, value.nanosecond, zone or offset))


def number(element: str) -> int:
    """Return the number that older programs know an element by: the same as long as its name is, below 2**53.

    JavaScript counts exactly no further.

    Parameters
    ----------
    element : str
        Our id, or the id of a claim.
    """
    return int.from_bytes(blake2b(element.encode(), digest_size=8).digest()) >> 11


def _offset(value: DateTime | Time) -> int:
    offset = value.utcoffset()
    return int(offset.total_seconds()) if offset is not None else 0


def _time(value: Time) -> Structure:
    if value.tzinfo is None:
        return Structure(ord("t"), (value.ticks,))
    return Structure(ord("T"), (value.ticks, _offset(value)))


def received(value: Any) -> Any:
    """Return a parameter, as it was unpacked, as a value of the driver.

    Parameters
    ----------
    value : Any
        What ``unpack`` gave.

    Raises
    ------
    PackStreamError
        It holds a structure that is no value, or whose fields do not fit.
    """
    match value:
        case Structure():
            try:
                return _RECEIVED[chr(value.tag)](*value.fields)
            except KeyError as error:
                raise PackStreamError(f"a structure {value.tag:#04x} is no parameter") from error
            except (ValueError, TypeError, OverflowError, ArithmeticError, struct.error) as error:
                raise PackStreamError(f"a parameter is no value: {error}"[:200]) from error
        case list():
            return [received(item) for item in value]
        case dict():
            return {key: received(item) for key, item in value.items()}
        case _:
            return value


def _to_datetime(seconds: int, nanosecond: int, zone: tzinfo | None = None) -> DateTime:
    days, rest = divmod(seconds, 86_400)
    return DateTime.combine(Date.from_ordinal(days + _EPOCH_DAY), _to_time(rest * _NANOSECONDS + nanosecond, zone))


def _from_utc(seconds: int, nanosecond: int, zone: int | str) -> DateTime:
    return _to_datetime(seconds, nanosecond, pytz.UTC).as_timezone(_zone(zone))


def _from_local(seconds: int, nanosecond: int, zone: int | str) -> DateTime:
    local: DateTime = _zone(zone).localize(_to_datetime(seconds, nanosecond))
    return local


def _zone(zone: int | str) -> pytz.BaseTzInfo:
    """Return a zone of pytz, as the driver does: its times end the process on one of zoneinfo."""
    if not isinstance(zone, str):
        return pytz.FixedOffset(zone // 60)
    try:
        return pytz.timezone(zone)
    except pytz.UnknownTimeZoneError as error:
        raise PackStreamError(f"there is no time zone {zone[:60]!r}") from error


def _to_time(nanoseconds: int, zone: tzinfo | None = None) -> Time:
    seconds, nanosecond = divmod(nanoseconds, _NANOSECONDS)
    return Time(seconds // 3_600, seconds // 60 % 60, seconds % 60, nanosecond, tzinfo=zone)


def _to_point(srid: int, *coordinates: float) -> Point:
    if srid not in _POINTS:
        raise PackStreamError(f"there is no reference system {srid}")
    return _POINTS[srid](coordinates)


_RECEIVED: Mapping[str, Callable[..., Any]] = {
    "D": lambda days: Date.from_ordinal(days + _EPOCH_DAY),
    "t": _to_time,
    "T": lambda nanoseconds, offset: _to_time(nanoseconds, _zone(offset)),
    "d": _to_datetime,
    "F": _from_local,
    "f": _from_local,
    "I": _from_utc,
    "i": _from_utc,
    "E": lambda months, days, seconds, nanosecond: Duration(
        months=months, days=days, seconds=seconds, nanoseconds=nanosecond
    ),
    "X": _to_point,
    "Y": _to_point,
}
"""Structures that a parameter may be."""
