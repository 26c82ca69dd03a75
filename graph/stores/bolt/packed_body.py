"""Rows and parameters as PackStream on their way through: the side of whoever passes them on, without the driver.

Apart from ``packed_rows``, because the driver takes as long to load as all of the rest of a server.
"""

import base64
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from graph.stores.bolt.packstream import pack

SIZE = 4
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


def rows_of(body: bytes) -> Iterator[bytes]:
    """Yield the rows of a body.

    Parameters
    ----------
    body : bytes
        As ``PackedRows.body`` makes it: each row after its size.

    Yields
    ------
    bytes
        A row, packed as one list.
    """
    at = 0
    while at < len(body):
        size = int.from_bytes(body[at : at + SIZE])
        yield body[at + SIZE : at + SIZE + size]
        at += SIZE + size
