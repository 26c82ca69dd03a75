"""The words of Bolt: which versions are spoken, the tags of messages, and how a message is cut into chunks.

https://neo4j.com/docs/bolt/current/bolt/
"""

from collections.abc import Mapping, Sequence
from enum import IntEnum
from typing import Any

from graph.stores.bolt.packstream import PackStreamError, Structure, pack, unpack

MAGIC = b"\x60\x60\xb0\x17"
PROPOSALS = 4
NO_VERSION = b"\0\0\0\0"
SPOKEN = {5: (0, 4), 4: (4, 4)}
"""The first and the last minor version of each major one. 5.4 is the last that newer ones only add to."""
_CHUNK = 0xFFFF

Version = tuple[int, int]


class Tag(IntEnum):
    """Messages: of a client above, of the server below."""

    HELLO = 0x01
    GOODBYE = 0x02
    RESET = 0x0F
    RUN = 0x10
    BEGIN = 0x11
    COMMIT = 0x12
    ROLLBACK = 0x13
    DISCARD = 0x2F
    PULL = 0x3F
    TELEMETRY = 0x54
    ROUTE = 0x66
    LOGON = 0x6A
    LOGOFF = 0x6B

    SUCCESS = 0x70
    RECORD = 0x71
    IGNORED = 0x7E
    FAILURE = 0x7F


FIELDS: Mapping[Tag, tuple[type, ...]] = {
    Tag.HELLO: (dict,), Tag.GOODBYE: (), Tag.RESET: (), Tag.RUN: (str, dict, dict), Tag.BEGIN: (dict,),
    Tag.COMMIT: (), Tag.ROLLBACK: (), Tag.DISCARD: (dict,), Tag.PULL: (dict,), Tag.TELEMETRY: (int,),
    Tag.ROUTE: (dict, list, object), Tag.LOGON: (dict,), Tag.LOGOFF: (),
}  # fmt: skip
"""What each message of a client holds."""


def fits(tag: Tag, fields: tuple[Any, ...]) -> bool:
    """Say whether a message holds what it should."""
    kinds = FIELDS[tag]
    return len(kinds) == len(fields) and all(isinstance(one, kind) for one, kind in zip(fields, kinds, strict=True))


def chosen(proposals: bytes) -> Version | None:
    """Return the version that both sides speak, by the client's preference; None where there is none.

    Parameters
    ----------
    proposals : bytes
        Four, of four bytes each: nothing, how many minor versions below are as good, minor, major.
    """
    for start in range(0, len(proposals), 4):
        _, below, minor, major = proposals[start : start + 4]
        first, last = SPOKEN.get(major, (1, 0))
        best = min(minor, last)
        if best >= max(first, minor - below):
            return major, best
    return None


def message(data: bytes) -> tuple[Tag, tuple[Any, ...]]:
    """Return the tag and the fields of a client's message.

    Raises
    ------
    PackStreamError
        It is none.
    """
    found = unpack(data)
    if not isinstance(found, Structure) or found.tag not in set(FIELDS):
        raise PackStreamError("this is no message of Bolt")
    return Tag(found.tag), found.fields


def said(tag: Tag, *fields: Any) -> bytes:
    """Return a message of the server, in chunks."""
    return chunked(pack(Structure(tag, fields)))


def record(row: bytes) -> bytes:
    """Return a message with a row, which is packed already, in chunks."""
    return chunked(bytes((0xB1, Tag.RECORD)) + row)


def chunked(data: bytes) -> bytes:
    """Cut a message into chunks."""
    parts: Sequence[bytes] = [data[start : start + _CHUNK] for start in range(0, len(data), _CHUNK)]
    return b"".join(len(part).to_bytes(2) + part for part in parts) + b"\0\0"
