"""Messages over a socket between the server and its workers: eight bytes of length, then the content."""

import socket
import struct

_LENGTH = struct.Struct("!Q")
READY = b"ready"
MORE, LAST = b"+", b"-"
"""First byte of an answer: whether the worker takes another job."""


class FrameTooLargeError(ValueError):
    """A frame is longer than the reader takes."""


def send(connection: socket.socket, content: bytes) -> None:
    """Send one frame.

    Parameters
    ----------
    connection : socket.socket
        Its timeout is that of the sending.
    content : bytes
        Of any length.

    Raises
    ------
    OSError
        The other side has gone, or does not take it in time.
    """
    connection.sendall(_LENGTH.pack(len(content)))
    connection.sendall(content)


def receive(connection: socket.socket, most: int | None = None) -> bytes | None:
    """Receive one frame, None when the other side has gone.

    Parameters
    ----------
    connection : socket.socket
        Its timeout is that of the receiving.
    most : int, optional
        Bytes, without the eight of the length; no bound where None.

    Raises
    ------
    FrameTooLargeError
        Before anything of a frame longer than ``most`` is read.
    TimeoutError
        The socket's timeout.
    """
    head = _exactly(connection, _LENGTH.size)
    if head is None:
        return None
    (length,) = _LENGTH.unpack(head)
    if most is not None and length > most:
        raise FrameTooLargeError(f"{length} bytes")
    return _exactly(connection, length)


def _exactly(connection: socket.socket, count: int) -> bytes | None:
    content = bytearray()
    while len(content) < count:
        part = connection.recv(min(count - len(content), 1 << 16))
        if not part:
            return None
        content += part
    return bytes(content)
