"""What routes share: the graph in use, the limits of an analysis, and the question of routes that are no measures.

Dependencies are coroutines where they do no work: they run on the event loop and wait for no thread.
"""

from collections.abc import Iterable, Mapping
from typing import Annotated, Any, get_args, get_origin

from anyio import to_thread
from fastapi import Depends, Query, Request
from fastapi.dependencies.models import Dependant
from fastapi.routing import APIRoute
from pydantic import BaseModel

from api.current import STORED, CurrentGraph
from api.errors import MergedIdError, WrongTypeError
from api.observability.record import record_of
from api.settings import Settings
from graph.facts.border import Day
from graph.facts.edges import Edge
from graph.facts.nodes import Node
from graph.knowledge_graph import KnowledgeGraph
from graph.measures.envelope import Answer, AnswerType, enclose
from graph.measures.measure import Limits, today
from graph.measures.question import ParameterError, unknown_parameter
from graph.ontology import Horizon, Lens
from graph.snapshots.snapshot import Snapshot
from graph.stores.versions.version_file import StoredGraph


async def get_settings(request: Request) -> Settings:
    """Return the settings of the app."""
    settings: Settings = request.app.state.settings
    return settings


async def get_limits(settings: Annotated[Settings, Depends(get_settings)]) -> Limits:
    """Return what one analysis may take."""
    return settings.limits


async def get_current(request: Request) -> CurrentGraph:
    """Return the holder of the graph in use."""
    current: CurrentGraph = request.app.state.current
    return current


async def get_stored(request: Request, current: Annotated[CurrentGraph, Depends(get_current)]) -> StoredGraph:
    """Return the stored graph in use; only the very first caller waits for it to be read."""
    stored = _settled(request, current)
    if stored is None:
        stored = await to_thread.run_sync(current.get, limiter=request.app.state.reading)
    record_of(request.scope).version = stored.graph.version
    return stored


def _settled(request: Request, current: CurrentGraph) -> StoredGraph | None:
    """Return the graph that a request is answered from, where it is in memory."""
    stored: StoredGraph | None = request.scope.get(STORED)
    return current.held() if stored is None else stored


async def get_graph(stored: Annotated[StoredGraph, Depends(get_stored)]) -> KnowledgeGraph:
    """Return the graph in use."""
    return stored.graph


class SnapshotAsked:
    """The snapshot that a route asks which is no measure: a drawing, an export."""

    def __init__(
        self,
        graph: Annotated[KnowledgeGraph, Depends(get_graph)],
        as_of: Annotated[Day | None, Query(description="valid time, default today")] = None,
        known_at: Annotated[Day | None, Query(description="only sources public by this day")] = None,
        lens: Annotated[Lens, Query(description="whose control counts")] = Lens.OWNERSHIP,
        horizon: Annotated[Horizon, Query(description="which needs bind: to run, to make, to grow")] = Horizon.MAKE,
    ) -> None:
        self.graph = graph
        self.snapshot: Snapshot = graph.snapshot(as_of or today(), known_at, lens, horizon)


def answer(
    kind: type[AnswerType],
    question: SnapshotAsked,
    content: BaseModel,
    *,
    edges: Iterable[Edge] = (),
    nodes: Iterable[Node] = (),
    coverage: Mapping[str, Any] | None = None,
) -> AnswerType:
    """Put a result into the envelope that answers of measures have."""
    return enclose(kind, question.snapshot, Answer(content, edges, nodes, coverage=coverage or {}), {})


async def refuse_wrong_parameters(request: Request) -> None:
    """Refuse a query parameter that the route does not declare, or one given twice that takes one value.

    Silence would answer another question.

    Raises
    ------
    ParameterError
        Naming the parameter and those that exist.
    """
    route = request.scope["route"]
    if not isinstance(route, APIRoute):
        return
    own = (route.openapi_extra or {}).get(OWN_PARAMETERS)
    known = _query_parameters(route.dependant)
    for name in request.query_params:
        if name not in known and not own:
            raise unknown_parameter(name, known)
        if not known.get(name) and len(request.query_params.getlist(name)) > 1:
            raise ParameterError(f"{name}: it is given more than once, and takes one value", name)


def _query_parameters(dependant: Dependant) -> dict[str, bool]:
    """Return the names of parameters, and whether each takes several values."""
    found = {field.alias: _takes_several(field.field_info.annotation) for field in dependant.query_params}
    for one in dependant.dependencies:
        found |= _query_parameters(one)
    return found


def _takes_several(annotation: Any) -> bool:
    """Say whether a type is that of several values."""
    kinds = (annotation, *get_args(annotation))
    return any((get_origin(kind) or kind) in (list, tuple, set, frozenset) for kind in kinds)


async def follow_merged_ids(request: Request) -> None:
    """Send a caller who names a merged id to the address of the id that it has now (308).

    Raises
    ------
    MergedIdError
    """
    named = [str(value) for value in request.path_params.values() if ":" in str(value)]
    stored = _settled(request, request.app.state.current) if named else None
    moved = stored.graph.redirects if stored is not None else {}
    if any(value in moved for value in named):
        path = "/".join(moved.get(part, part) for part in request.scope["path"].split("/"))
        raise MergedIdError(path, request.url.query)


async def refuse_other_bodies(request: Request) -> None:
    """Refuse a body that is not said to be JSON.

    Raises
    ------
    WrongTypeError
        Naming what is taken.
    """
    if request.method == "POST" and await request.body():
        given = request.headers.get("content-type", "").partition(";")[0].strip().lower()
        if given != "application/json" and not (given.startswith("application/") and given.endswith("+json")):
            told = f"the body is {given[:100]!r}" if given else "the body has no Content-Type"
            raise WrongTypeError(f"{told}; this takes application/json")


OWN_PARAMETERS = "x-own-parameters"
"""Marks an operation that checks its parameters itself: a saved query names its own."""
