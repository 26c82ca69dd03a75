"""Rows of a query as PackStream, and parameters that came so: the side of whoever runs the query."""

import base64
from typing import Any

from graph.stores.bolt.bolt_values import BoltValues, received
from graph.stores.bolt.packed_body import SIZE
from graph.stores.bolt.packstream import PackStreamError, pack, unpack


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
        """Add a row; return how many bytes it has.

        Parameters
        ----------
        values : list[Any]
            As the driver gave them, one for each column.
        """
        self._rows.append(pack([self._values.sent(value) for value in values]))
        return len(self._rows[-1])

    def drop_last(self) -> None:
        """Forget the row that was added last."""
        self._rows.pop()

    def sources(self) -> list[str]:
        """Return nothing: over Bolt a query asks for sources itself."""
        return []

    def body(self, columns: list[str]) -> bytes:
        """Return the rows, each after its size.

        Parameters
        ----------
        columns : list[str]
            Not used: over Bolt they are sent apart.
        """
        return b"".join(len(row).to_bytes(SIZE) + row for row in self._rows)


def unpacked_parameters(text: str) -> dict[str, Any]:
    """Return parameters as the driver takes them.

    Parameters
    ----------
    text : str
        A packed map, in base 64.

    Raises
    ------
    PackStreamError
        One is no value.
    """
    given = received(unpack(base64.b64decode(text)))
    if not isinstance(given, dict):
        raise PackStreamError("parameters are a map")
    return given
