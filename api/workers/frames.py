"""What goes between the server and a worker about one question: a kind, a length, the content."""

import asyncio
import json
import struct
from typing import Any

_HEAD = struct.Struct("!cI")
QUESTION, START, PART, END, WORKED, FAULT = b"Q", b"S", b"P", b"E", b"W", b"F"
"""Kinds: the question with its body behind it; how the answer begins, a part of its body, the last part; seconds of
processor time so far; that the worker failed."""

Headers = list[tuple[bytes, bytes]]


async def read(reader: asyncio.StreamReader) -> tuple[bytes, bytes]:
    """Read one frame.

    Raises
    ------
    EOFError
        The other side has gone.
    """
    kind, length = _HEAD.unpack(await reader.readexactly(_HEAD.size))
    return kind, await reader.readexactly(length) if length else b""


def write(writer: asyncio.StreamWriter, kind: bytes, content: bytes = b"") -> None:
    """Write one frame; whoever writes large ones waits for ``drain``."""
    writer.write(_HEAD.pack(kind, len(content)))
    writer.write(content)


def pack(told: dict[str, Any]) -> bytes:
    """Return what is told as text."""
    return json.dumps(told).encode()


def as_text(headers: Headers) -> list[tuple[str, str]]:
    """Return headers as JSON can hold them."""
    return [(name.decode("latin-1"), value.decode("latin-1")) for name, value in headers]


def as_bytes(headers: list[list[str]]) -> Headers:
    """Return headers as ASGI has them."""
    return [(name.encode("latin-1"), value.encode("latin-1")) for name, value in headers]
