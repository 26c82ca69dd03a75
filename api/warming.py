"""What the first questions would have to wait for, made before anybody asks."""

from contextlib import suppress
from datetime import timedelta

from fastapi import FastAPI

from graph.budget import Budget, spending
from graph.errors import SupplygraphError
from graph.measures.declared import declared
from graph.measures.measure import evaluate, today
from graph.measures.question import asked

SECONDS = 120.0
"""Most that warming takes; a server that is stopped does not wait for it."""
FIRST_VIEW = ("findings", "headlines", "matrix", "contested")
"""What Home asks: what analysis keeps with the snapshot makes the view's own questions quick."""


class Warming:
    """The work of a server that nobody has asked for yet.

    Parameters
    ----------
    app : FastAPI
        Whose graph, document and Cypher engine are made ready.
    views : bool
        Look at the first view too; a worker does where there are some.
    """

    def __init__(self, app: FastAPI, *, views: bool = True) -> None:
        self._app = app
        self._views = views
        self._budget = Budget(SECONDS)

    def run(self) -> None:
        """Make today's snapshot, the OpenAPI document, the engine's copy, and what the first view asks."""
        state = self._app.state
        with suppress(SupplygraphError), spending(self._budget):
            graph = state.current.get().graph
            if self._views:
                _ = graph.snapshot(today()).arrays
            self._app.openapi()
            state.cypher.prepare(graph.version)
        if self._views:
            self.look()

    def look(self) -> None:
        """Make today's snapshot and what the first view asks."""
        state = self._app.state
        with suppress(SupplygraphError), spending(self._budget):
            graph = state.current.get().graph
            year_ago = {"since": today() - timedelta(days=365)}
            for name, given in (("findings", year_ago), *((name, {}) for name in FIRST_VIEW)):
                measure = declared(name)
                evaluate(measure, graph, asked(measure.question, given), state.settings.limits)

    def stop(self) -> None:
        """End it at its next checkpoint."""
        self._budget.give_up()
