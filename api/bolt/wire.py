"""Messages over a connection: read whole, of a bounded size and in a bounded time; written as fast as they are read."""

import asyncio

from api.bolt.protocol import MAGIC, NO_VERSION, PROPOSALS, Version, chosen


class WireError(Exception):
    """What came is no Bolt, or too much of it; the connection ends."""


class Wire:
    """One connection.

    Parameters
    ----------
    reader : asyncio.StreamReader
    writer : asyncio.StreamWriter
    """

    def __init__(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self._reader = reader
        self._writer = writer

    async def agree(self, seconds: float) -> Version:
        """Agree with the client on a version of the protocol.

        Raises
        ------
        WireError
            It speaks none that we do, or no Bolt.
        TimeoutError, EOFError, OSError
            It says too little, or left.
        """
        async with asyncio.timeout(seconds):
            greeting = await self._reader.readexactly(len(MAGIC))
            if greeting != MAGIC:
                raise WireError("this is no Bolt")
            version = chosen(await self._reader.readexactly(4 * PROPOSALS))
        await self.write(NO_VERSION if version is None else bytes((0, 0, version[1], version[0])))
        if version is None:
            raise WireError("no version in common")
        return version

    async def read(self, most: int, idle: float, arriving: float) -> bytes:
        """Return the next message.

        Parameters
        ----------
        most : int
            Bytes that it may have.
        idle : float
            Seconds until it begins.
        arriving : float
            Seconds that it may take from its first chunk to its end.

        Raises
        ------
        WireError
            It is larger.
        TimeoutError, EOFError, OSError
            It does not come, or the client left.
        """
        size = 0
        while not size:  # empty chunks between messages keep a connection open, no more
            async with asyncio.timeout(idle):
                size = await self._size()
        found = bytearray()
        async with asyncio.timeout(arriving):
            while size:
                if len(found) + size > most:
                    raise WireError(f"a message has more than {most:,} bytes")
                found += await self._reader.readexactly(size)
                size = await self._size()
        return bytes(found)

    async def _size(self) -> int:
        return int.from_bytes(await self._reader.readexactly(2))

    async def write(self, data: bytes) -> None:
        """Send bytes, and wait until most of them are on their way."""
        self._writer.write(data)
        await self._writer.drain()

    def drop(self) -> None:
        """Break off."""
        self._writer.transport.abort()

    def end(self) -> None:
        """Close, once what was written is sent."""
        self._writer.close()
