"""Is the process alive, and can it answer?"""

from typing import Annotated

from fastapi import APIRouter, Depends
from pydantic import BaseModel

from api.dependencies import get_stored
from graph.stores.versions import StoredGraph

router = APIRouter(tags=["health"])


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


@router.get("/health", summary="The process is alive")
def health() -> Health:
    """Return ok."""
    return Health()


@router.get("/ready", summary="Answers can be given (503 until there is a graph)")
def ready(stored: Annotated[StoredGraph, Depends(get_stored)]) -> Ready:
    """Return the graph in use."""
    graph = stored.graph
    return Ready(
        graph_version=graph.version, built_at=stored.built_at, nodes=len(graph.nodes), claims=len(graph.claims)
    )
