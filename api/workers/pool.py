"""The workers of a server: asked in turn, replaced when they end, grow too large or too old."""

import asyncio
import logging
import time
from collections.abc import Callable, Coroutine, Sequence

from api.observability.counters import WorkerFigures
from api.workers.nursery import Nursery
from api.workers.worker import AnalysisWorker
from graph.budget import Budget
from graph.errors import OverloadError

LOG = logging.getLogger("supplygraph.workers")
LOOKED = 0.5
"""Seconds between two looks at how large and how old workers are."""
AGED = 6 * 3600.0
"""Seconds after which a worker is replaced."""
SETTLED = 10.0
"""Seconds before a worker may be replaced for its size: with too small a bound none would ever be small enough."""
AGAIN = 1.0
"""Seconds before a worker follows one that ended sooner than that."""
STUCK = 5.0
"""Seconds beyond a question's time that a worker which is to end may go on."""


class Pool:
    """Workers.

    Parameters
    ----------
    nursery : Nursery
        Where they come from.
    count : int
    most_bytes : int
        Of memory; one that holds more is replaced when it has answered what it was asked.
    seconds : float
        Longest time of a question.

    Attributes
    ----------
    broken : bool
        No worker can be started any more.
    ended : callable
        Told why each worker has ended: ``gone``, ``memory``, ``age`` or ``stuck``.
    """

    def __init__(self, nursery: Nursery, count: int, most_bytes: int, seconds: float) -> None:
        self._nursery = nursery
        self._count = count
        self._most_bytes = most_bytes
        self._seconds = seconds
        self._workers: list[AnalysisWorker] = []
        self._tasks: set[asyncio.Task[None]] = set()
        self._changed = asyncio.Condition()
        self._closed = False
        self.broken = False
        self.ended: Callable[[str], None] = lambda why: None

    def figures(self) -> Sequence[WorkerFigures]:
        """Return what each worker says of itself."""
        return [worker.figures for worker in self._workers]

    async def start(self) -> None:
        """Start the workers, the first of them warm."""
        for number in range(self._count):
            self._bear(warm=number == 0)
        self._keep(self._tend())

    async def close(self) -> None:
        """End them all."""
        self._closed = True
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)
        for worker in self._workers:
            worker.close()
        self._nursery.close()

    async def take(self, budget: Budget) -> AnalysisWorker:
        """Return the worker with the least to do.

        Raises
        ------
        OverloadError
            There is none in time.
        """
        async with self._changed:
            try:
                async with asyncio.timeout(budget.left):
                    await self._changed.wait_for(lambda: self._taking() or self.broken)
            except TimeoutError:
                pass
        if not (taking := self._taking()):
            raise OverloadError("no process is there to work on this; ask again")
        return min(taking, key=lambda one: one.load)

    def retire(self, worker: AnalysisWorker, why: str) -> None:
        """Ask a worker no more, and start another for it at once."""
        if not worker.retired:
            worker.retired = time.monotonic()
            self.ended(why)
            LOG.info("worker %s is replaced: %s", worker.pid, why)
            self._bear(warm=worker.warm)

    def _taking(self) -> list[AnalysisWorker]:
        """Return those that take questions, the warm one first."""
        return [worker for worker in self._workers if not (worker.retired or worker.closed)]

    def _keep(self, work: Coroutine[None, None, None]) -> None:
        task = asyncio.create_task(work)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    def _bear(self, *, warm: bool) -> None:
        try:
            worker = AnalysisWorker(self._nursery.bear(warm=warm), warm)
        except OSError:
            self.broken = True
            LOG.error("no worker can be started any more: the server answers in threads; start it anew")
            return
        self._workers.append(worker)
        self._workers.sort(key=lambda one: not one.warm)
        self._keep(self._attend(worker))

    async def _attend(self, worker: AnalysisWorker) -> None:
        """Listen to a worker until it ends, then see to it that another follows."""
        async with self._changed:
            self._changed.notify_all()
        await worker.listen()
        self._workers.remove(worker)
        worker.close()
        if worker.retired:
            return
        self.ended("gone")
        LOG.warning("worker %s has ended: killed, or out of memory", worker.pid)
        await asyncio.sleep(max(AGAIN - (time.monotonic() - worker.born), 0.0))
        self._bear(warm=worker.warm)

    async def _tend(self) -> None:
        while True:
            await asyncio.sleep(LOOKED)
            now = time.monotonic()
            for worker in list(self._workers):
                if worker.retired:
                    self._end(worker, now)
                elif worker.figures.resident > self._most_bytes and now - worker.born > SETTLED:
                    self.retire(worker, "memory")
                elif now - worker.born > AGED:
                    self.retire(worker, "age")

    def _end(self, worker: AnalysisWorker, now: float) -> None:
        """End one that is to end, when it has answered, or works on where nobody can wait for it any more."""
        if not worker.asked:
            worker.kill()  # one that hangs or is stopped would not notice that it is let go of
        elif now - worker.retired > self._seconds + STUCK:
            worker.kill()
