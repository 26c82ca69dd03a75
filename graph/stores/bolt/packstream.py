"""PackStream, the encoding of values in Bolt: bytes from values, and values from bytes that nobody vouches for.

https://neo4j.com/docs/bolt/current/packstream/
"""

import struct
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

MAX_DEPTH = 100
"""Values within values; reading them recurses."""
_STRING = (0x80, 0xD0, 0xD1, 0xD2)
_LIST = (0x90, 0xD4, 0xD5, 0xD6)
_MAP = (0xA0, 0xD8, 0xD9, 0xDA)
_BYTES = (None, 0xCC, 0xCD, 0xCE)
_INTS = ((0xC8, ">b"), (0xC9, ">h"), (0xCA, ">i"), (0xCB, ">q"))
_PLAIN: Mapping[int, Any] = {0xC0: None, 0xC2: False, 0xC3: True}


class PackStreamError(ValueError):
    """Bytes are no PackStream, or a value has no form in it."""


@dataclass(frozen=True, slots=True)
class Structure:
    """A message, or a value that is no plain one: a tag and up to fifteen fields."""

    tag: int
    fields: tuple[Any, ...]


def pack(value: Any) -> bytes:
    """Return the bytes of a value.

    Parameters
    ----------
    value : Any
        A plain value, a ``Structure``, or lists and maps of these.

    Raises
    ------
    PackStreamError
        It is of a type that PackStream does not have, or an integer of more than 64 bits.
    """
    out = bytearray()
    _pack(value, out)
    return bytes(out)


def _pack(value: Any, out: bytearray) -> None:
    match value:
        case None:
            out.append(0xC0)
        case bool():
            out.append(0xC3 if value else 0xC2)
        case int():
            out += _int(value)
        case float():
            out += struct.pack(">Bd", 0xC1, value)
        case str():
            encoded = value.encode("utf-8", "surrogatepass")
            out += _head(len(encoded), _STRING) + encoded
        case bytes() | bytearray():
            out += _head(len(value), _BYTES) + value
        case Structure():
            out += bytes((0xB0 + len(value.fields), value.tag))
            for field in value.fields:
                _pack(field, out)
        case list() | tuple():
            out += _head(len(value), _LIST)
            for item in value:
                _pack(item, out)
        case Mapping():
            out += _head(len(value), _MAP)
            for key, item in value.items():
                _pack(str(key), out)
                _pack(item, out)
        case _:
            raise PackStreamError(f"a {type(value).__name__} cannot be sent over Bolt")


def _int(value: int) -> bytes:
    if -16 <= value <= 127:
        return struct.pack(">b", value)
    for (marker, form), bits in zip(_INTS, (7, 15, 31, 63), strict=True):
        if -(1 << bits) <= value < 1 << bits:
            return bytes((marker,)) + struct.pack(form, value)
    raise PackStreamError("an integer has more than 64 bits")


def _head(count: int, markers: tuple[int | None, int, int, int]) -> bytes:
    tiny, short, medium, long = markers
    if tiny is not None and count < 16:
        return bytes((tiny + count,))
    if count < 1 << 8:
        return bytes((short, count))
    if count < 1 << 16:
        return struct.pack(">BH", medium, count)
    return struct.pack(">BI", long, count)


def unpack(data: bytes) -> Any:
    """Return the value that some bytes are, all of them.

    What it takes of memory is bounded by the length of the bytes: nothing is made of a size that is only announced.

    Parameters
    ----------
    data : bytes
        Bytes that nobody vouches for.

    Raises
    ------
    PackStreamError
        They are no PackStream, or no single value.
    """
    reader = _Reader(data)
    value = reader.value(0)
    if reader.at != len(data):
        raise PackStreamError("more bytes than one value")
    return value


class _Reader:
    def __init__(self, data: bytes) -> None:
        self._data = data
        self.at = 0

    def value(self, depth: int) -> Any:
        """Return the value that begins at the place reached, and go on to its end.

        Parameters
        ----------
        depth : int
            How many values it is within; at most ``MAX_DEPTH``.

        Raises
        ------
        PackStreamError
            The bytes are no value, or values lie too deep within each other.
        """
        if depth > MAX_DEPTH:
            raise PackStreamError(f"more than {MAX_DEPTH} values within each other")
        marker = self._take(1)[0]
        if marker in _PLAIN:
            return _PLAIN[marker]
        if marker <= 0x7F or marker >= 0xF0:
            return marker - 0x100 if marker >= 0xF0 else marker
        if marker == 0xC1:
            return struct.unpack(">d", self._take(8))[0]
        for known, form in _INTS:
            if marker == known:
                return struct.unpack(form, self._take(struct.calcsize(form)))[0]
        if 0xB0 <= marker <= 0xBF:
            tag = self._take(1)[0]
            return Structure(tag, tuple(self.value(depth + 1) for _ in range(marker - 0xB0)))
        return self._sized(marker, depth)

    def _sized(self, marker: int, depth: int) -> Any:
        readers: tuple[tuple[tuple[int | None, int, int, int], Callable[[int, int], Any]], ...] = (
            (_STRING, self._string), (_LIST, self._list), (_MAP, self._map), (_BYTES, self._bytes),
        )  # fmt: skip
        for (tiny, *wider), read in readers:
            if tiny is not None and marker & 0xF0 == tiny:
                return read(marker & 0x0F, depth)
            if marker in wider:
                return read(int.from_bytes(self._take(1 << wider.index(marker))), depth)
        raise PackStreamError(f"0x{marker:02X} begins no value")

    def _take(self, count: int) -> bytes:
        end = self.at + count
        if end > len(self._data):
            raise PackStreamError("the value is cut short")
        taken = self._data[self.at : end]
        self.at = end
        return taken

    def _bytes(self, count: int, _: int) -> bytes:
        return self._take(count)

    def _string(self, count: int, _: int) -> str:
        try:
            return self._take(count).decode()
        except UnicodeDecodeError as error:
            raise PackStreamError("a text is not UTF-8") from error

    def _list(self, count: int, depth: int) -> list[Any]:
        return [self.value(depth + 1) for _ in range(count)]

    def _map(self, count: int, depth: int) -> dict[str, Any]:
        found: dict[str, Any] = {}
        for _ in range(count):
            key = self.value(depth + 1)
            if not isinstance(key, str) or key in found:
                raise PackStreamError("a key of a map is no text, or there twice")
            found[key] = self.value(depth + 1)
        return found
