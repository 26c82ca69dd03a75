"""A small pool of worker processes; any may be killed, and another is ready."""

import json
import select
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from graph.errors import EngineBusyError, StoreError
from graph.stores.embedded.engine import START_SECONDS
from graph.stores.workers.frames import MORE, READY, receive, send

# The driver would load these to understand arrays in parameters; ours come from JSON, and the memory is needed.
_PROGRAM = (
    "import sys; sys.modules.update(numpy=None, pandas=None); from graph.stores.workers.worker import main; main()"
)


class Worker:
    """One worker process.

    Parameters
    ----------
    memory_mb : int
        Limit of its address space.
    """

    def __init__(self, memory_mb: int) -> None:
        self._connection, theirs = socket.socketpair()
        with theirs:
            self._process = subprocess.Popen(
                [sys.executable, "-c", _PROGRAM, str(theirs.fileno()), str(memory_mb)],
                stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
                pass_fds=[theirs.fileno()], cwd=Path(__file__).parents[3],
            )  # fmt: skip
        self._ready = False

    @property
    def alive(self) -> bool:
        """Whether the process runs."""
        return self._process.poll() is None

    @property
    def ready(self) -> bool:
        """Whether it has started, which takes part of a second."""
        return self._ready or bool(select.select([self._connection], [], [], 0)[0])

    def wait_ready(self, seconds: float) -> bool:
        """Wait until it has started; say whether it has.

        Parameters
        ----------
        seconds : float
            Longest wait; with 0 it is only looked.

        Raises
        ------
        StoreError
            It ended instead.
        """
        if not self._ready and select.select([self._connection], [], [], max(seconds, 0))[0]:
            self._connection.settimeout(START_SECONDS)
            if receive(self._connection) != READY:
                raise StoreError("a Cypher worker did not start; its memory limit may be too small")
            self._ready = True
        return self._ready

    def ask(self, job: bytes, seconds: float, most: int) -> tuple[bytes, bool]:
        """Run a job; return its answer, and whether the worker takes another.

        Parameters
        ----------
        job : bytes
            What ``worker.main`` takes, as JSON.
        seconds : float
            Longest wait for the answer.
        most : int
            Bytes of the answer.

        Raises
        ------
        TimeoutError
            No answer within the time.
        ConnectionError
            The worker has gone: it was killed, or ran out of memory.
        FrameTooLargeError
            The answer is longer than ``most``.
        """
        deadline = time.monotonic() + seconds
        self._connection.settimeout(seconds)
        send(self._connection, job)
        self._connection.settimeout(max(deadline - time.monotonic(), 0.001))
        answer = receive(self._connection, most)
        if answer is None:
            raise ConnectionError("the Cypher worker has gone")
        return answer[1:], answer[:1] == MORE

    def kill(self) -> None:
        """End the process at once; whoever waits for its answer gets a ConnectionError."""
        self._process.kill()
        self._process.wait()

    def close(self) -> None:
        """End the process and let go of it."""
        self.kill()
        self._connection.close()


class WorkerPool:
    """Workers, started when they are first needed.

    Parameters
    ----------
    count : int
        Queries that can run at once.
    memory_mb : int
        Limit of each worker's address space.
    """

    def __init__(self, count: int, memory_mb: int) -> None:
        self._count = count
        self._memory_mb = memory_mb
        self._free: list[Worker] = []
        self._all = 0
        self._changed = threading.Condition()
        self._closed = False
        self._begun = False
        self._beginning = threading.Lock()

    def begin(self, seconds: float) -> None:
        """Wait for the first worker of all, once, and no longer than so many seconds.

        Parameters
        ----------
        seconds : float
            Longest wait, for others that begin it included.
        """
        until = time.monotonic() + seconds
        if self._begun or not self._beginning.acquire(timeout=max(seconds, 0)):
            return
        try:
            with self._changed:
                self._keep_spare()
                first = self._free.pop() if self._free and not self._begun else None
            if first is not None:  # nobody else has it while this waits, and nobody waits for a lock meanwhile
                try:
                    first.wait_ready(until - time.monotonic())
                finally:
                    self.give_back(first, usable=True)
            self._begun = True
        finally:
            self._beginning.release()

    def take(self, wait: float) -> Worker:
        """Take a worker for one job, and see that another is ready for the next.

        Parameters
        ----------
        wait : float
            Seconds.

        Raises
        ------
        EngineBusyError
            None became free in time.
        """
        with self._changed:
            if not self._changed.wait_for(self._can_take, wait) or self._closed:
                raise EngineBusyError(f"{self._count} Cypher queries are running already; ask again")
            self._free.sort(key=lambda worker: worker.ready)
            worker = self._free.pop()
            self._keep_spare()
            return worker

    def _can_take(self) -> bool:
        for worker in [worker for worker in self._free if not worker.alive]:
            self._free.remove(worker)
            self._forget(worker)
        self._keep_spare()
        return bool(self._free) or self._closed

    def _keep_spare(self) -> None:
        if not self._free and self._all < self._count and not self._closed:
            self._free.append(Worker(self._memory_mb))
            self._all += 1

    def give_back(self, worker: Worker, usable: bool) -> None:
        """Give a worker back; one that is not usable any more is replaced by another.

        Parameters
        ----------
        worker : Worker
            One that ``take`` gave.
        usable : bool
            Whether it takes another job.
        """
        with self._changed:
            if usable and worker.alive and not self._closed:
                self._free.append(worker)
            else:
                self._forget(worker)
                self._keep_spare()
            self._changed.notify()

    def run(self, job: Mapping[str, Any], seconds: float, most: int, running: "Running") -> bytes:
        """Run a job on a worker of the pool; see ``Worker.ask`` for what it raises.

        Waiting for a worker is the caller's time too: the job is told how much is left.

        Parameters
        ----------
        job : Mapping[str, Any]
            With ``seconds``, its own limit of time.
        seconds : float
            Longest wait for a worker and for its answer together.
        most : int
            Bytes of the answer.
        running : Running
            Through which another thread may end the worker.

        Raises
        ------
        EngineBusyError
            No worker became free, or ready, in time.
        """
        deadline = time.monotonic() + seconds
        worker = self.take(seconds)
        usable = False
        try:
            if not worker.wait_ready(deadline - time.monotonic()):
                usable = True
                raise EngineBusyError("the Cypher workers are being started; ask again")
            running.on(worker)
            left = max(deadline - time.monotonic(), 0.1)
            told = {**job, "seconds": min(job["seconds"], left)}
            answer, usable = worker.ask(json.dumps(told).encode(), left, most)
            return answer
        finally:
            running.off()
            self.give_back(worker, usable)

    def close(self) -> None:
        """End every worker."""
        with self._changed:
            self._closed = True
            for worker in self._free:
                self._forget(worker)
            self._free = []

    def _forget(self, worker: Worker) -> None:
        worker.close()
        self._all -= 1


class Running:
    """A query that may be given up from another thread."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._worker: Worker | None = None
        self.given_up = False

    def on(self, worker: Worker) -> None:
        """Note the worker that runs it.

        Parameters
        ----------
        worker : Worker
            Killed at once where the query was given up before.
        """
        with self._lock:
            self._worker = worker
            if self.given_up:
                worker.kill()

    def off(self) -> None:
        """Note that it does not run any more."""
        with self._lock:
            self._worker = None

    def give_up(self) -> None:
        """Stop the query: its worker is killed, and its connection goes with it."""
        with self._lock:
            self.given_up = True
            if self._worker is not None:
                self._worker.kill()
