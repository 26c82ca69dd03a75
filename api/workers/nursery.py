"""Where workers come from: a process that forks them, and does nothing else.

It is itself a fork of the server, made before the server starts any thread, and holds the application and the graph
of that moment. So a worker is there in some hundredths of a second, shares what it does not change, and none is ever
forked from a process whose threads hold locks.
"""

import gc
import os
import signal
import socket
import sys
import time
import traceback
import warnings
from collections.abc import Callable
from contextlib import suppress

WARM, COLD = b"w", b"c"
ENDING = 2.0
"""Seconds that the nursery has to end its workers and itself."""
Work = Callable[[socket.socket, bool], None]
"""What a worker does until it ends: with its line to the server, and whether it warms up first."""


def can_fork() -> bool:
    """Say whether this system forks processes that then work; macOS breaks libraries in them, Windows has none."""
    return sys.platform == "linux"


class Nursery:
    """The process that forks workers.

    Parameters
    ----------
    work : Work
    """

    def __init__(self, work: Work) -> None:
        gc.freeze()  # what is shared is not walked over, and so not copied
        self._line, theirs = socket.socketpair()
        self._line.setblocking(False)  # where the nursery does not listen, the server does not wait
        self._pid = _fork()
        if self._pid == 0:
            self._line.close()
            _fork_workers(theirs, work)
        theirs.close()

    def bear(self, *, warm: bool) -> socket.socket:
        """Start a worker; return the line to it. It closes at once where there is no memory for one.

        Raises
        ------
        OSError
            The nursery has gone.
        """
        ours, theirs = socket.socketpair()
        try:
            with theirs:
                socket.send_fds(self._line, [WARM if warm else COLD], [theirs.fileno()])
        except OSError:
            ours.close()
            raise
        return ours

    def close(self) -> None:
        """End it and all its workers."""
        self._line.close()
        until = time.monotonic() + ENDING
        with suppress(ChildProcessError):
            while os.waitpid(self._pid, os.WNOHANG) == (0, 0):
                if time.monotonic() > until:  # somebody has stopped it
                    os.kill(self._pid, signal.SIGKILL)
                time.sleep(0.01)


def _fork() -> int:
    with warnings.catch_warnings():  # the only other threads are those of BLAS, which sees to it itself
        warnings.simplefilter("ignore", DeprecationWarning)
        return os.fork()


def _fork_workers(line: socket.socket, work: Work) -> None:
    """Fork a worker for each line that comes, until the server has gone. Never returns."""
    for ignored in (signal.SIGINT, signal.SIGTERM):  # of a terminal, to all at once: the server ends its workers
        signal.signal(ignored, signal.SIG_IGN)
    signal.signal(signal.SIGCHLD, signal.SIG_IGN)  # nobody waits for a worker: its line says that it has ended
    workers: list[int] = []
    while True:
        kind, given, _, _ = socket.recv_fds(line, 1, 1)
        if not kind:
            _end(workers)
            os._exit(0)
        if not given:
            continue  # no descriptor was left to take the line up: to the server it has closed
        try:
            workers = [worker for worker in workers if _is_there(worker)]
            if (pid := _fork()) == 0:
                line.close()
                _work(socket.socket(fileno=given[0]), work, kind == WARM)
            workers.append(os.pidfd_open(pid))
        except OSError:
            traceback.print_exc()
        os.close(given[0])


def _is_there(worker: int) -> bool:
    """Say whether a worker has not ended; let go of its descriptor where it has."""
    try:
        signal.pidfd_send_signal(worker, 0)
    except ProcessLookupError:
        os.close(worker)
        return False
    return True


def _end(workers: list[int]) -> None:
    """End workers, those too that are stopped and so do not notice that the server has gone."""
    for worker in workers:
        with suppress(ProcessLookupError):
            signal.pidfd_send_signal(worker, signal.SIGKILL)


def _work(line: socket.socket, work: Work, warm: bool) -> None:
    """Be a worker. Never returns."""
    signal.signal(signal.SIGCHLD, signal.SIG_DFL)
    try:
        work(line, warm)
    except BaseException:
        traceback.print_exc()
        sys.stderr.flush()
    os._exit(0)
