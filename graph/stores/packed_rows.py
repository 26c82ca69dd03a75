"""Rows of a query as PackStream, to be sent over Bolt as they are; and parameters that came so."""

import base64
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from graph.stores.bolt_values import BoltValues, received
from graph.stores.packstream import PackStreamError, pack, unpack

_SIZE = 4
"""Bytes before each row that say how many it has."""


@dataclass(frozen=True)
class PackedParameters:
    """Parameters as they came over Bolt, for rows that go the same way.

    Parameters
    ----------
    values : dict
        As they were unpacked.
    bolt : int
        Major version of the protocol.
    """

    values: dict[str, Any]
    bolt: int

    def text(self) -> str:
        """Return them as text for a job."""
        return base64.b64encode(pack(self.values)).decode()


class PackedRows:
    """Rows, each the bytes of a list.

    Parameters
    ----------
    bolt : int
        Major version of the protocol.
    own_ids : bool
        See ``BoltValues``.
    """

    def __init__(self, bolt: int, own_ids: bool = True) -> None:
        self._values = BoltValues(bolt, own_ids)
        self._rows: list[bytes] = []

    @property
    def count(self) -> int:
        """How many there are."""
        return len(self._rows)

    def add(self, values: list[Any]) -> int:
        """Add a row; return how many bytes it has."""
        self._rows.append(pack([self._values.sent(value) for value in values]))
        return len(self._rows[-1])

    def drop_last(self) -> None:
        """Forget the row that was added last."""
        self._rows.pop()

    def sources(self) -> list[str]:
        """Return nothing: over Bolt a query asks for sources itself."""
        return []

    def body(self, columns: list[str]) -> bytes:
        """Return the rows, each after its size."""
        return b"".join(len(row).to_bytes(_SIZE) + row for row in self._rows)


def rows_of(body: bytes) -> Iterator[bytes]:
    """Yield the rows of a body."""
    at = 0
    while at < len(body):
        size = int.from_bytes(body[at : at + _SIZE])
        yield body[at + _SIZE : at + _SIZE + size]
        at += _SIZE + size


def unpacked_parameters(text: str) -> dict[str, Any]:
    """Return parameters as the driver takes them.

    Raises
    ------
    PackStreamError
        One is no value.
    """
    given = received(unpack(base64.b64decode(text)))
    if not isinstance(given, dict):
        raise PackStreamError("parameters are a map")
    return given
