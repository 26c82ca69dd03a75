"""What every question under /v1 goes through: a place in a lane, a budget, and an end when its caller leaves.

Plain ASGI, as the guard: the routes run in threads that take the context of this task with them, and so its budget.
"""

import asyncio
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress

from starlette.types import ASGIApp, Message, Receive, Scope, Send

from api import errors
from api.middleware.admission import Admission, is_cypher, kind_of_address
from api.observability.record import record_of
from graph.budget import Budget, spending
from graph.errors import GivenUpError, OverloadError, TimeLimitError


class Questions:
    """Admit questions, give each its budget, and end the work of those whose caller has left.

    Parameters
    ----------
    app : ASGIApp
    admission : Admission
    seconds, cypher_seconds : float
        Of a budget.
    watch : callable
        See ``Budget``.
    """

    def __init__(
        self,
        app: ASGIApp,
        admission: Admission,
        seconds: float,
        cypher_seconds: float,
        watch: Callable[[], None],
    ) -> None:
        self._app = app
        self._admission = admission
        self._seconds = seconds
        self._cypher_seconds = cypher_seconds
        self._watch = watch

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve one request (ASGI)."""
        if scope["type"] != "http" or not scope["path"].startswith("/v1/"):
            await self._app(scope, receive, send)
            return
        address = kind_of_address(scope["path"])
        seconds = self._cypher_seconds if is_cypher(address) else self._seconds
        budget = Budget(seconds, self._watch, record_of(scope).seconds)
        caller = await Asker.reading(receive, budget)
        try:
            await self._answer(scope, address, budget, caller, send)
        except (OverloadError, TimeLimitError) as error:
            await errors.answer_to(error)(scope, receive, send)
        except GivenUpError:
            pass  # there is nobody to tell
        except asyncio.CancelledError:
            budget.give_up()
            if not caller.left and record_of(scope).status:
                raise  # the answer has begun: it is broken off, so that nobody takes it for whole
            if not caller.left:  # the server ends
                await errors.answer_to(OverloadError("the server is being stopped"))(scope, receive, send)
        finally:
            record_of(scope).queued = budget.waited
            record_of(scope).left = caller.left
            await caller.forget()

    async def _answer(self, scope: Scope, address: str, budget: Budget, caller: "Asker", send: Send) -> None:
        with caller.interrupts():
            place = await self._admission.enter(address, budget)
        record_of(scope).lane = place.lane.name

        async def send_and_leave(message: Message) -> None:
            place.leave()  # the answer is made: a slow reader holds no slot
            caller.answered = message["type"] == "http.response.body" and not message.get("more_body")
            await send(message)

        try:
            with spending(budget):
                await self._app(scope, caller.receive, send_and_leave)
        finally:
            place.leave()


class Asker:
    """Whoever asked: what was sent, and whether somebody is still there.

    Parameters
    ----------
    sent : list of Message
        The request's body.
    receive : Receive
        Where a departure is told.
    budget : Budget
        Given up at a departure.

    Attributes
    ----------
    answered : bool
        The answer is sent: what goes away now is a connection.
    """

    def __init__(self, sent: list[Message], receive: Receive, budget: Budget) -> None:
        self._sent = sent
        self._gone = asyncio.Event()
        self.answered = False
        self._waiting: asyncio.Task[object] | None = None
        self._watching = asyncio.create_task(self._watch(receive, budget))

    @classmethod
    async def reading(cls, receive: Receive, budget: Budget) -> "Asker":
        """Read a request's body, then watch for the departure."""
        sent = [await receive()]
        while sent[-1]["type"] == "http.request" and sent[-1].get("more_body"):
            sent.append(await receive())
        return cls(sent, receive, budget)

    @property
    def left(self) -> bool:
        """Whether the caller has left before the end of the answer."""
        return self._gone.is_set() and not self.answered

    @contextmanager
    def interrupts(self) -> Iterator[None]:
        """End what this task waits for, while this is entered, when the caller leaves."""
        self._waiting = asyncio.current_task()
        try:
            yield
        finally:
            self._waiting = None

    async def receive(self) -> Message:
        """Give the body, then wait for the departure (ASGI)."""
        if self._sent:
            return self._sent.pop(0)
        await self._gone.wait()
        return {"type": "http.disconnect"}

    async def forget(self) -> None:
        """Watch no more."""
        self._watching.cancel()
        with suppress(asyncio.CancelledError):
            await self._watching

    async def _watch(self, receive: Receive, budget: Budget) -> None:
        while (await receive())["type"] != "http.disconnect":
            pass
        self._gone.set()
        budget.give_up()
        if self._waiting is not None:
            self._waiting.cancel()
