"""A query over Bolt goes where one over HTTP goes: the same lane, the same service, the same limits."""

import asyncio
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from api.current import CurrentGraph
from api.middleware.admission import Admission
from graph.budget import Budget, spending
from graph.errors import GivenUpError, TimeLimitError
from graph.stores.bolt.packed_body import PackedParameters
from graph.stores.connection import CypherAnswer, CypherService
from graph.stores.workers.pool import Running

_LANE = "/v1/cypher"


@dataclass(frozen=True)
class Query:
    """A query with its parameters, and the seconds that its caller gives it, None for all that it may have."""

    text: str
    parameters: dict[str, Any]
    seconds: float | None = None


class PendingQuery:
    """A query that is being answered, and that may be given up."""

    def __init__(self) -> None:
        self.running = Running()
        self.waiting: asyncio.Task[object] | None = None
        self.given_up = False

    def give_up(self) -> None:
        """End the wait for its turn, or its work."""
        self.given_up = True
        if self.waiting is not None:
            self.waiting.cancel()
        else:
            self.running.give_up()


class BoltQueries:
    """Asks the service of the process.

    Parameters
    ----------
    service : CypherService
    admission : Admission
        The lanes of the process.
    current : CurrentGraph
    watch : callable
        See ``Budget``.
    """

    def __init__(
        self, service: CypherService, admission: Admission, current: CurrentGraph, watch: Callable[[], None]
    ) -> None:
        self._service = service
        self._admission = admission
        self._current = current
        self._watch = watch

    async def ask(self, query: Query, bolt: int, asked: PendingQuery) -> CypherAnswer:
        """Answer a query.

        Parameters
        ----------
        query : Query
        bolt : int
            Major version of the protocol in which rows go.
        asked : PendingQuery
            Through which it may be given up.

        Raises
        ------
        SupplygraphError
            See ``CypherService.run``.
        """
        most = self._service.limits.seconds
        seconds = most if query.seconds is None else min(query.seconds, most)
        budget = Budget(seconds, self._watch)
        asked.waiting = asyncio.current_task()
        try:
            place = await self._admission.enter(_LANE, budget)
        except asyncio.CancelledError:
            if not asked.given_up:
                raise
            raise GivenUpError("the query was given up, because its caller went away") from None
        finally:
            asked.waiting = None
        try:
            if budget.waited >= seconds:
                raise TimeLimitError(f"no answer within {seconds:g} seconds, all of them spent waiting for its turn")
            with spending(budget):
                return await asyncio.to_thread(self._run, query, bolt, seconds - budget.waited, asked.running)
        finally:
            place.leave()

    def _run(self, query: Query, bolt: int, seconds: float, running: Running) -> CypherAnswer:
        return self._service.run(
            query.text,
            PackedParameters(query.parameters, bolt),
            version=self._current.get().graph.version,
            timeout=seconds,
            running=running,
        )
