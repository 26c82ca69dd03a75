"""Is the process alive, can it answer, and what has it answered? On the event loop, so that no work delays them."""

from typing import Annotated

from fastapi import APIRouter, Depends, Request
from fastapi.responses import PlainTextResponse
from pydantic import BaseModel, Field

from api.current import CurrentGraph
from api.dependencies import get_current, get_stored
from api.observability.counters import Counters
from api.observability.synced import last_syncs
from api.settings import Settings
from graph.stores.versions.store import VersionStore
from graph.stores.versions.version_file import StoredGraph

router = APIRouter(tags=["The process"])


class Health(BaseModel):
    """The process is alive."""

    status: str = "ok"


class Ready(BaseModel):
    """Answers can be given."""

    status: str = "ready"
    graph_version: str
    built_at: str
    nodes: int
    claims: int
    refused: bool = Field(description="a newer graph in the store cannot be taken up; the log says why")


@router.get("/health", summary="The process is alive")
async def health() -> Health:
    """Return ok."""
    return Health()


@router.get("/ready", summary="Answers can be given (503 until there is a graph)")
async def ready(
    stored: Annotated[StoredGraph, Depends(get_stored)], current: Annotated[CurrentGraph, Depends(get_current)]
) -> Ready:
    """Return the graph in use."""
    graph = stored.graph
    return Ready(
        graph_version=graph.version, built_at=stored.built_at, nodes=len(graph.nodes), claims=len(graph.claims),
        refused=bool(current.refused),
    )  # fmt: skip


@router.get("/metrics", summary="Counters of this process, in Prometheus text form", response_class=PlainTextResponse)
async def metrics(request: Request, current: Annotated[CurrentGraph, Depends(get_current)]) -> PlainTextResponse:
    """Return requests by status and operation, queues, memory, and the graph in use if there is one."""
    counters: Counters = request.app.state.counters
    settings: Settings = request.app.state.settings
    versions = len(VersionStore(settings.data).versions())
    counters.note_syncs(last_syncs(settings.feeds_folder))
    text = counters.text(current.held(), versions, refused=bool(current.refused))
    return PlainTextResponse(text, media_type="text/plain; version=0.0.4")
