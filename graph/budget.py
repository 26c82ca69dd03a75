"""A question's budget: until when its answer is wanted, and whether anybody still wants it.

The budget travels with the question, in a context variable, into the thread that answers it. Analyses call
``checkpoint`` wherever they repeat something, so that work ends soon after its time is up or its caller has left.
Threads with checkpoints, rather than processes that can be killed, because a question reads a graph of hundreds of
megabytes that all of them share, and every loop is ours (docs/decisions/004-budgets.md).
"""

import threading
import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import TypeVar

from graph.errors import GivenUpError, TimeLimitError

Item = TypeVar("Item")
LOOKED = 0.02
"""Seconds between two looks at what is costly to look at: the memory of the process, and the processor time of the
thread, a call of the system that was two fifths of all work when every checkpoint made it."""


class Budget:
    """What one question may still use.

    Parameters
    ----------
    seconds : float
        Since the question came in; waiting for its turn counts.
    watch : callable, optional
        Called now and then while the question is worked on; raises where the process cannot go on with it.
    spent : float
        Seconds since it came in that have passed already.

    Attributes
    ----------
    waited : float
        Seconds that it waited for its turn.
    worked : float
        Seconds of processor time so far, as of the last look.
    """

    def __init__(self, seconds: float, watch: Callable[[], None] | None = None, spent: float = 0.0) -> None:
        self.seconds = seconds
        self.waited = 0.0
        self._until = time.monotonic() + seconds - spent
        self._given_up = False
        self._reached = ""
        self._watch = watch
        self._look = 0.0
        self._thread: tuple[int, float] | None = None
        self.worked = 0.0

    @property
    def left(self) -> float:
        """Seconds left, 0 when the time is up."""
        return max(self._until - time.monotonic(), 0.0)

    def give_up(self) -> None:
        """Note that nobody waits for the answer any more; may be called from any thread."""
        self._given_up = True

    def check(self, what: str = "", done: int = 0, of: int = 0) -> None:
        """Go on only while there is time and somebody waits.

        Parameters
        ----------
        what : str
            What is being repeated, for the message where time runs out.
        done, of : int
            How often so far, and in all.

        Raises
        ------
        GivenUpError
            The caller has left.
        TimeLimitError
            The time is up; says what was reached.
        """
        if what:
            self._reached = f"{what} {done:,} of {of:,}" if of else what
        if self._given_up:
            raise GivenUpError("the question was given up, because its caller went away")
        now = time.monotonic()
        if now > self._until:
            raise TimeLimitError(self._told())
        if now > self._look:
            self._look = now + LOOKED
            self._note_work()
            if self._watch is not None:
                self._watch()

    def _note_work(self) -> None:
        """Keep the processor time of the thread that works, so that a busy machine makes no question look long."""
        thread, now = threading.get_ident(), time.thread_time()
        if self._thread is None or self._thread[0] != thread:
            self._thread = (thread, now - self.worked)
        self.worked = now - self._thread[1]

    def _told(self) -> str:
        waited = f" ({self.waited:.1f} of them waiting for its turn)" if self.waited >= 0.1 else ""
        reached = f"; it had reached {self._reached}" if self._reached else ""
        return (
            f"no answer within {self.seconds:g} seconds{waited}{reached}. Ask for less (fewer draws, days, targets, "
            "a smaller order), or raise the setting seconds"
        )


_CURRENT: ContextVar[Budget | None] = ContextVar("budget", default=None)


@contextmanager
def spending(budget: Budget) -> Iterator[Budget]:
    """Make a budget the one of this thread or task, and of those that it starts.

    Parameters
    ----------
    budget : Budget
        In force until the block ends, then the one before it again.
    """
    before = _CURRENT.set(budget)
    try:
        yield budget
    finally:
        _CURRENT.reset(before)


def current_budget() -> Budget | None:
    """Return the budget of this thread or task, None where nothing bounds it."""
    return _CURRENT.get()


def checkpoint(what: str = "", done: int = 0, of: int = 0) -> None:
    """End this question here if its time is up or its caller has left; see ``Budget.check``.

    Parameters
    ----------
    what : str
        What is being done, in the plural, for the words of the error.
    done, of : int
        How many of how many; 0 where that is not known.

    Raises
    ------
    TimeLimitError
        The time is up.
    GivenUpError
        The caller has left.
    """
    budget = _CURRENT.get()
    if budget is not None:
        budget.check(what, done, of)


def checked(items: Iterable[Item], what: str = "", of: int = 0) -> Iterator[Item]:
    """Yield items with a checkpoint before each.

    Parameters
    ----------
    items : iterable
        Read once, lazily.
    what : str
        What they are, in the plural.
    of : int
        How many there are, where that is known.

    Raises
    ------
    TimeLimitError
        The time is up.
    GivenUpError
        The caller has left.
    """
    budget = _CURRENT.get()
    if budget is None:
        yield from items
        return
    for done, item in enumerate(items):
        budget.check(what, done, of)
        yield item


def seconds_left(most: float, part: float = 0.5) -> float:
    """Return how long a search that keeps its own time may take: a part of what the question has left.

    Parameters
    ----------
    most : float
        Seconds, and the answer where no question is being answered.
    part : float
        Of what is left, 0..1: the rest is for what follows the search.
    """
    budget = _CURRENT.get()
    return most if budget is None else min(most, part * budget.left)
