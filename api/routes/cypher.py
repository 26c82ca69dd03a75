"""Explore with Cypher: read-only, limited, on the embedded engine or on Neo4j."""

import asyncio
from collections.abc import AsyncIterator, Callable, Mapping
from contextlib import asynccontextmanager
from functools import partial
from typing import Annotated, Any

from fastapi import APIRouter, Body, Depends, Path, Query, Request, Response
from pydantic import BaseModel, Field

from api.current import CurrentGraph
from api.cypher_answers import answer_with_sources
from api.dependencies import OWN_PARAMETERS, get_current, get_stored
from api.errors import problems
from graph.budget import current_budget
from graph.errors import TimeLimitError
from graph.facts.body_part import BodyPart
from graph.facts.fact import Source
from graph.measures.question import unknown_parameter
from graph.queries.saved_queries import SavedQuery, saved_queries, saved_query
from graph.stores.connection import CypherAnswer, CypherService
from graph.stores.property_graph.schema import SchemaDescription, describe
from graph.stores.versions.version_file import StoredGraph
from graph.stores.workers.pool import Running

router = APIRouter(tags=["Cypher"])
EXAMPLE = {
    "query": "MATCH (m:Model {id: $id})-[need:TRAINED_ON]->(chip:Chip) RETURN m.name, chip.name, need.confidence",
    "parameters": {"id": "model:glm-5"},
}
EXAMPLE_QUERY = "direct-needs"


class CypherQuestion(BodyPart):
    """A query with its parameters."""

    query: str = Field(min_length=1, max_length=100_000)
    parameters: dict[str, Any] = Field(default={})
    limit: int | None = Field(default=None, ge=1, description="most rows; the setting cypher_rows bounds it")
    timeout_ms: int | None = Field(default=None, ge=1, description="the setting cypher_seconds bounds it")


class CypherMeta(BaseModel):
    """What an answer rests on. A query chooses its own day and lens, so none is stated here."""

    graph_version: str
    truncated: bool
    limits: dict[str, Any]
    assumptions: list[str]
    warnings: list[str] = Field(description="names in the query that are not there, with the nearest that are")


class CypherResult(BaseModel):
    """Rows, and the distinct nodes and relationships in them."""

    columns: list[str]
    rows: list[list[Any]]
    graph: dict[str, list[dict[str, Any]]]
    truncated: bool = Field(description="as in `meta`")
    plan: str | None = None
    meta: CypherMeta
    sources: dict[str, Source]


class SavedQueries(BaseModel):
    """Saved queries."""

    items: list[SavedQuery]


async def get_service(request: Request) -> CypherService:
    """Return the service of this process."""
    service: CypherService = request.app.state.cypher
    return service


@asynccontextmanager
async def cancelled_on_disconnect(request: Request) -> AsyncIterator[Running]:
    """Give a query up when its caller goes away."""
    running = Running()

    async def watch() -> None:
        while not await request.is_disconnected():
            await asyncio.sleep(0.1)
        running.give_up()

    watching = asyncio.create_task(watch())
    try:
        yield running
    finally:
        watching.cancel()


def _time_for(timeout_ms: int | None) -> float | None:
    """Return the seconds that a query has: waiting for its turn was a part of them."""
    budget = current_budget()
    if budget is None:
        return None if timeout_ms is None else timeout_ms / 1000
    seconds = budget.seconds if timeout_ms is None else min(timeout_ms / 1000, budget.seconds)
    if budget.waited >= seconds:
        raise TimeLimitError(f"no answer within {seconds:g} seconds, all of them spent waiting for a free worker")
    return seconds - budget.waited


async def _answered(ask: Callable[[], CypherAnswer], current: CurrentGraph) -> Response:
    """The rows, and their sources, may be of the version before or after the one in use."""

    def sources_of(version: str) -> Mapping[str, Source]:
        return current.at(version).graph.sources

    return Response(await asyncio.to_thread(answer_with_sources, ask, sources_of), media_type="application/json")


@router.post(
    "/cypher",
    summary="Run a reading Cypher query",
    response_model=CypherResult,
    responses=problems(400, 413, 504),
)
async def run_cypher(
    request: Request,
    question: Annotated[CypherQuestion, Body(openapi_examples={"example": {"value": EXAMPLE}})],
    current: Annotated[CurrentGraph, Depends(get_current)],
    stored: Annotated[StoredGraph, Depends(get_stored)],
    service: Annotated[CypherService, Depends(get_service)],
) -> Response:
    """Return rows, with nodes, relationships and paths as typed JSON; a query that would write is refused."""
    async with cancelled_on_disconnect(request) as running:
        ask = partial(
            service.run,
            question.query,
            question.parameters,
            version=stored.graph.version,
            limit=question.limit,
            timeout=_time_for(question.timeout_ms),
            running=running,
        )
        return await _answered(ask, current)


@router.get("/cypher/schema", summary="Labels, types and properties that a query can name")
def read_schema() -> SchemaDescription:
    """Return the schema, for editors."""
    return describe()


@router.get("/queries", summary="Saved queries with title, question and parameters")
def list_queries() -> SavedQueries:
    """Return every saved query."""
    return SavedQueries(items=list(saved_queries().values()))


@router.get(
    "/queries/{name}",
    summary="Run a saved query",
    response_model=CypherResult,
    responses=problems(400, 413, 504),
    openapi_extra={OWN_PARAMETERS: True},
)
async def run_saved_query(
    name: Annotated[str, Path(description="see /v1/queries", openapi_examples={"example": {"value": EXAMPLE_QUERY}})],
    request: Request,
    current: Annotated[CurrentGraph, Depends(get_current)],
    stored: Annotated[StoredGraph, Depends(get_stored)],
    service: Annotated[CypherService, Depends(get_service)],
    limit: Annotated[int | None, Query(ge=1, description="most rows")] = None,
) -> Response:
    """Return the rows of a saved query; its parameters are given by their own names (`?id=model:glm-5`)."""
    query = saved_query(name)
    given = dict(request.query_params)
    given.pop("limit", None)
    for parameter in given:
        if parameter not in query.parameters:
            raise unknown_parameter(parameter, [*query.parameters, "limit"])
    values = query.values(given)
    async with cancelled_on_disconnect(request) as running:
        ask = partial(
            service.run,
            query.cypher,
            values,
            version=stored.graph.version,
            limit=limit,
            timeout=_time_for(None),
            running=running,
        )
        return await _answered(ask, current)
