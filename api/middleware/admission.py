"""Who is answered now, who waits, who is asked to come back: a bounded queue before everything that works.

Lanes by how long a question takes, so that a short one never waits behind longer ones: what an address took lately
decides which of them its next question takes. Everything here runs on the event loop, so it needs no locks; work itself
runs in threads.
"""

import asyncio
import math
import time
from collections import OrderedDict, deque
from collections.abc import Callable
from dataclasses import dataclass, field

from graph.budget import Budget
from graph.errors import OverloadError, TimeLimitError

MIDDLE, LONG = 0.1, 1.0
"""Seconds of processor time from which an address is middling, and long. Not of the clock: on a busy machine every
question would be long, and one that is refused as long never shows that it is short."""
LOOKED = 0.1
"""Seconds between two looks at whether a question has outgrown its lane."""
REMEMBERED = 512
"""Addresses whose time is remembered."""


@dataclass
class Lane:
    """Questions of one kind.

    Attributes
    ----------
    name : str
    slots : int
        Questions that are worked on at once.
    places : int
        Questions that may wait.
    below : float
        Seconds of processor time that its questions stay under.
    """

    name: str
    slots: int
    places: int
    below: float = math.inf
    running: int = 0
    queue: deque[asyncio.Future[None]] = field(default_factory=deque)

    def release(self) -> None:
        """Give a slot back, to the one who waits longest."""
        self.running -= 1
        self.pass_on()

    def pass_on(self) -> None:
        """Let as many go on as there are slots."""
        while self.queue and self.running < self.slots:
            waiter = self.queue.popleft()
            if not waiter.done():
                self.running += 1
                waiter.set_result(None)


class Place:
    """The slot of one question.

    Parameters
    ----------
    lane : Lane
    left : callable
        Called when the slot is given back.
    """

    def __init__(self, lane: Lane, left: Callable[[], None]) -> None:
        self.lane = lane
        self.held = True
        self._left = left

    def move(self, lane: Lane) -> None:
        """Count a question that turned out to be longer as what it is."""
        if self.held and lane is not self.lane:
            lane.running += 1
            self.lane.release()
            self.lane = lane

    def leave(self) -> None:
        """Give the slot back; once."""
        if self.held:
            self.held = False
            self._left()
            self.lane.release()


class Admission:
    """The lanes of a process.

    Parameters
    ----------
    slots : int
        Long questions worked on at once; as many middling and twice as many short ones beside them.
    places : int
        Questions that may wait in each lane.
    queries : int
        Cypher queries that run at once: they have workers, and so a lane, of their own.
    """

    def __init__(self, slots: int, places: int, queries: int) -> None:
        self.by_length = (
            Lane("short", 2 * slots, places, MIDDLE), Lane("middle", slots, places, LONG), Lane("long", slots, places)
        )  # fmt: skip
        self.cypher = Lane("cypher", queries, places)
        self._seconds: OrderedDict[str, float] = OrderedDict()

    async def enter(self, address: str, budget: Budget) -> Place:
        """Wait for a slot, and take it.

        Parameters
        ----------
        address : str
            Without what differs between questions of one kind; see ``kind_of_address``.
        budget : Budget
            Waiting counts against it.

        Raises
        ------
        OverloadError
            At once, where no place to wait is left.
        TimeLimitError
            No slot became free in time.
        """
        started = time.monotonic()
        while True:
            lane = self._lane_of(address)
            await self._wait(lane, budget)
            if lane is self._lane_of(address):
                break
            lane.release()  # others showed meanwhile that this address takes longer
        budget.waited = time.monotonic() - started
        place = Place(lane, lambda: self._remember(address, budget.worked))
        if lane.below < math.inf:
            asyncio.get_running_loop().call_later(LOOKED, self._look_at, address, place, budget)
        return place

    def load(self) -> dict[str, tuple[int, int]]:
        """Questions worked on and questions that wait, by lane."""
        return {lane.name: (lane.running, len(lane.queue)) for lane in (*self.by_length, self.cypher)}

    def _lane_of(self, address: str) -> Lane:
        if is_cypher(address):
            return self.cypher
        return self._lane_for(self._seconds.get(address, 0.0))

    def _lane_for(self, seconds: float) -> Lane:
        return next(lane for lane in self.by_length if seconds < lane.below)

    def _look_at(self, address: str, place: Place, budget: Budget) -> None:
        if not place.held:
            return
        if budget.worked >= place.lane.below:
            self._remember(address, budget.worked)
            place.move(self._lane_for(budget.worked))
        if place.lane.below < math.inf:
            asyncio.get_running_loop().call_later(LOOKED, self._look_at, address, place, budget)

    def _remember(self, address: str, seconds: float) -> None:
        known = self._seconds.pop(address, seconds)
        self._seconds[address] = max(seconds, (3 * known + seconds) / 4)
        while len(self._seconds) > REMEMBERED:
            self._seconds.popitem(last=False)

    async def _wait(self, lane: Lane, budget: Budget) -> None:
        if lane.running < lane.slots and not lane.queue:
            lane.running += 1
            return
        if len(lane.queue) >= lane.places:
            raise OverloadError(f"{lane.running} questions are worked on and {len(lane.queue)} wait; ask again")
        waiter: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        lane.queue.append(waiter)
        try:
            async with asyncio.timeout(budget.left):
                await waiter
        except TimeoutError as error:
            self._withdraw(lane, waiter)
            budget.waited = budget.seconds
            raise TimeLimitError(
                f"no answer within {budget.seconds:g} seconds, all of them spent waiting for its turn; ask again later"
            ) from error
        except asyncio.CancelledError:
            self._withdraw(lane, waiter)
            raise

    def _withdraw(self, lane: Lane, waiter: asyncio.Future[None]) -> None:
        if waiter in lane.queue:
            lane.queue.remove(waiter)
        elif waiter.done() and not waiter.cancelled():
            lane.release()  # its turn had come at the same moment


def kind_of_address(path: str) -> str:
    """Return an address without the ids in it: questions of one kind take about as long."""
    return "/".join("{id}" if ":" in part else part for part in path.split("/"))


def is_cypher(address: str) -> bool:
    """Say whether an address runs a query on a Cypher worker."""
    return address == "/v1/cypher" or address.startswith("/v1/queries/")
