"""The HTTP application, put together from its routes. It reads; it never writes."""

import threading
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from pathlib import Path

from fastapi import APIRouter, Depends, FastAPI
from fastapi.middleware.gzip import GZipMiddleware
from fastapi.responses import FileResponse
from fastapi.staticfiles import StaticFiles

from api import errors
from api.dependencies import CurrentGraph, refuse_unknown_parameters, today
from api.guard import Guard
from api.routes import (
    chokepoints,
    concentration,
    cut_sets,
    cypher,
    drawing,
    exports,
    exposure,
    fragmentation,
    health,
    nodes,
    ontology,
    scenarios,
    series,
    sources,
)
from api.routes import dependencies as dependency_routes
from api.settings import Settings
from graph.errors import SupplygraphError

STATIC = Path(__file__).parent / "static"
ROUTERS: tuple[APIRouter, ...] = (
    nodes.router,
    dependency_routes.router,
    cut_sets.router,
    chokepoints.router,
    scenarios.router,
    exposure.router,
    concentration.router,
    fragmentation.router,
    series.router,
    drawing.router,
    ontology.router,
    sources.router,
    exports.router,
    cypher.router,
)


def create_app(settings: Settings, *, warm: bool = False) -> FastAPI:
    """Return the application.

    Parameters
    ----------
    settings : Settings
    warm : bool
        Make today's snapshot and the Cypher engine's copy of the graph at the start, so that the first answers are
        as quick as the others.
    """

    @asynccontextmanager
    async def lifespan(app: FastAPI) -> AsyncIterator[None]:
        warming = threading.Thread(target=_warm, args=(app,))
        if warm:
            warming.start()
        yield
        if warm:
            warming.join()
        app.state.cypher.close()
        app.state.current.close()

    app = FastAPI(
        title="Supplygraph",
        description="A knowledge graph of AI supply chains. Every answer names its sources, date, basis and "
        "denominator.",
        version="1",
        docs_url=None,  # FastAPI's page loads its assets from a CDN; ours is served from here
        redoc_url=None,
        lifespan=lifespan,
    )
    app.state.settings = settings
    app.state.current = CurrentGraph(settings)
    app.state.cypher = cypher.cypher_service(settings)
    errors.install(app)
    app.add_middleware(GZipMiddleware, minimum_size=2_000)
    app.state.answered = {}
    app.add_middleware(Guard, body_bytes=settings.body_bytes, answered=app.state.answered)
    app.include_router(health.router)
    app.include_router(exports.process)
    v1 = APIRouter(prefix="/v1", dependencies=[Depends(refuse_unknown_parameters)])
    for router in ROUTERS:
        v1.include_router(router)
    app.include_router(v1)
    _pages(app)
    return app


def _warm(app: FastAPI) -> None:
    """Make what the first questions would have to wait for."""
    with suppress(SupplygraphError):
        graph = app.state.current.get().graph
        graph.snapshot(today())
        app.openapi()
        app.state.cypher.prepare(graph.version)


def _pages(app: FastAPI) -> None:
    @app.get("/", include_in_schema=False)
    def page() -> FileResponse:
        return FileResponse(STATIC / "index.html")

    @app.get("/docs", include_in_schema=False)
    def docs() -> FileResponse:
        return FileResponse(STATIC / "docs.html")

    app.mount("/static", StaticFiles(directory=STATIC), name="static")
