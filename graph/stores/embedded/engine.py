"""One running engine: a child process that serves one projection, watched and never mended.

An engine that let a query run over, or that does not answer, is replaced by a new one
(graph/stores/embedded/backend.py).
"""

import base64
import json
import secrets
import select
import shutil
import socket
import subprocess
import sys
import tempfile
import urllib.error
import urllib.request
from contextlib import suppress
from pathlib import Path
from typing import IO, Any, cast

from graph.errors import StoreError
from graph.stores.embedded.engine_process import DATABASE, Doors

START_SECONDS = 20.0
_TRIES = 3


class Engine:
    """A child process that serves a projection.

    Parameters
    ----------
    databases : Path
        Folder of the projection's database.
    version : str
        Graph version that it holds.
    seconds : float
        Longest time of a query.
    heap_mb : int
        Largest heap of the engine.

    Raises
    ------
    StoreError
        When it does not start, or does not answer.
    """

    def __init__(self, databases: Path, version: str, seconds: float, heap_mb: int) -> None:
        self.version = version
        self.password = secrets.token_urlsafe(32)
        self._closing = False
        for remaining in reversed(range(_TRIES)):
            # Between finding a free port and taking it somebody else may take it; then ask for others.
            self._doors = free_ports()
            self._process = self._start(databases, seconds, heap_mb)
            if self._is_ready() and self.answers(5.0):
                return
            self.close()
            if not remaining:
                raise StoreError("the embedded Cypher engine did not start")

    def _start(self, databases: Path, seconds: float, heap_mb: int) -> subprocess.Popen[str]:
        self._root = Path(tempfile.mkdtemp(prefix="supplygraph-engine-"))
        process = subprocess.Popen(
            [sys.executable, "-m", "graph.stores.embedded.engine_process"],
            stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True,
            cwd=Path(__file__).parents[3],
        )  # fmt: skip
        settings = {
            "root": str(self._root), "databases": str(databases.absolute()), "password": self.password,
            "doors": self._doors, "seconds": seconds, "heap_mb": heap_mb,
        }  # fmt: skip
        stdin = cast(IO[str], process.stdin)
        with suppress(BrokenPipeError):  # it ended at once; _is_ready will say so
            stdin.write(json.dumps(settings) + "\n")
            stdin.flush()
        return process

    def _is_ready(self) -> bool:
        stdout = cast(IO[str], self._process.stdout)
        readable, _, _ = select.select([stdout], [], [], START_SECONDS)
        return bool(readable) and stdout.readline() == "ready\n"

    @property
    def uri(self) -> str:
        """Where its Bolt door is."""
        return f"bolt://127.0.0.1:{self._doors.bolt}"

    @property
    def http(self) -> str:
        """Where plans are asked for."""
        return f"http://127.0.0.1:{self._doors.http}"

    @property
    def process_id(self) -> int:
        """The id of the child process."""
        return self._process.pid

    @property
    def alive(self) -> bool:
        """Whether the child process runs."""
        return self._process.poll() is None

    def answers(self, seconds: float = 1.0) -> bool:
        """Say whether a trivial query is answered in time.

        Parameters
        ----------
        seconds : float
            How long to wait.
        """
        try:
            return "result" in ask_over_http(self.http, self.password, "RETURN 1", seconds)
        except (OSError, ValueError):
            return False

    def wait(self) -> bool:
        """Wait until the process ends; say whether that was unexpected."""
        self._process.wait()
        return not self._closing

    def close(self) -> None:
        """End the process at once."""
        self._closing = True
        self._process.kill()
        self._process.wait()
        for pipe in (self._process.stdin, self._process.stdout):
            if pipe is not None:
                with suppress(BrokenPipeError):
                    pipe.close()
        shutil.rmtree(self._root, ignore_errors=True)


def ask_over_http(address: str, password: str, query: str, seconds: float) -> dict[str, Any]:
    """Ask the engine's other door; used for plans, and to learn what is wrong with a query.

    Parameters
    ----------
    address : str
        Of the engine on loopback, ``http://`` and the port.
    password : str
        Of the account that may only read.
    query : str
        Checked by the guard before.
    seconds : float
        Longest wait for the answer.

    Returns
    -------
    dict
        With ``result`` and ``explain``, or with ``detail`` where the query is wrong.

    Raises
    ------
    OSError
        It does not answer, or not in time.
    ValueError
        What it answers is no JSON.
    """
    body = json.dumps({"language": "opencypher", "command": query}).encode()
    token = base64.b64encode(f"reader:{password}".encode()).decode()
    request = urllib.request.Request(  # noqa: S310 - a fixed http address on loopback
        f"{address}/api/v1/query/{DATABASE}", body, {"Authorization": f"Basic {token}"}
    )
    try:
        with urllib.request.urlopen(request, timeout=seconds) as answer:  # noqa: S310
            return cast(dict[str, Any], json.load(answer))
    except urllib.error.HTTPError as error:
        with error:
            return cast(dict[str, Any], json.load(error))


def free_ports() -> Doors:
    """Return two ports on loopback that nobody listens on."""
    with socket.socket() as one, socket.socket() as other:
        one.bind(("127.0.0.1", 0))
        other.bind(("127.0.0.1", 0))
        return Doors(one.getsockname()[1], other.getsockname()[1])
