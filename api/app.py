"""The HTTP application, put together from its routes. It reads; it never writes."""

import threading
from collections.abc import AsyncIterator, Iterable
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

from anyio import CapacityLimiter
from fastapi import Depends, FastAPI
from fastapi.middleware.cors import CORSMiddleware
from fastapi.responses import FileResponse, HTMLResponse
from fastapi.staticfiles import StaticFiles
from starlette_compress import CompressMiddleware

from api import errors
from api.bolt.queries import BoltQueries
from api.bolt.server import BoltServer, Door
from api.bolt.session import Bounds
from api.current import CurrentGraph
from api.cypher_answers import cypher_service
from api.dependencies import follow_merged_ids, refuse_other_bodies, refuse_wrong_parameters
from api.errors import problems
from api.kinds import kinds_page
from api.middleware.access import Access, terms_of
from api.middleware.admission import Admission
from api.middleware.answers import Answers, KeptAnswers
from api.middleware.guard import Guard
from api.middleware.heads import Heads
from api.middleware.questions import Questions
from api.observability.counters import Counters
from api.observability.memory import MemoryWatch
from api.observability.tracing import tracing_of
from api.routes import catalogues, cypher, drawing, exports, health, ontology, reconciliation, versions
from api.routes.measures import add_measures
from api.settings import Settings, listed
from api.warming import Warming
from graph.measures.declared import every
from graph.measures.measure import Measure

STATIC = Path(__file__).parent / "static"
SHARED: dict[str, Any] = {
    "allow_methods": ["GET", "HEAD", "POST"],
    "allow_headers": ["Authorization", "Content-Type", "If-None-Match", "X-Request-Id"],
    "expose_headers": ["ETag", "Link", "Retry-After", "X-Graph-Version", "X-Request-Id"],
}
"""What pages of the origins in the settings may send and read."""
NO_MEASURES = (catalogues.router, ontology.router, versions.router, drawing.router, exports.router, cypher.router)
"""What cannot be declared as a measure: see ``api.routes``."""


def create_app(
    settings: Settings,
    *,
    warm: bool = False,
    measures: Iterable[Measure[Any]] | None = None,
    door: Door | None = None,
) -> FastAPI:
    """Return the application.

    Parameters
    ----------
    settings : Settings
    warm : bool
        Make today's snapshot, the Cypher engine's copy of the graph and what the first view asks at the start, so that
        the first answers are as quick as the others.
    measures : iterable of Measure, optional
        What can be asked; every declared measure when left out.
    door : Door, optional
        Where Bolt is spoken as well.
    """

    @asynccontextmanager
    async def lifespan(app: FastAPI) -> AsyncIterator[None]:
        warming = Warming(app)
        worker = threading.Thread(target=warming.run)
        if warm:
            worker.start()
        if bolt:
            await bolt.start()
        yield
        if bolt:
            await bolt.close()
        if warm:
            warming.stop()
            worker.join()
        app.state.cypher.close()
        app.state.current.close()
        if tracing:
            tracing.close()

    app = FastAPI(
        title="Supplygraph",
        description="A knowledge graph of AI supply chains. Every answer names its sources, date, basis and "
        "denominator.",
        version="1",
        docs_url=None,  # FastAPI's page loads its assets from a CDN; ours is served from here
        redoc_url=None,
        lifespan=lifespan,
        generate_unique_id_function=lambda route: route.name,  # the name of a function in a generated client
    )
    tracing = tracing_of(settings.telemetry)
    app.state.settings = settings
    app.state.current = CurrentGraph(settings)
    app.state.cypher = cypher_service(settings)
    errors.install(app)

    def shed() -> None:
        app.state.answers.clear()
        app.state.current.shed()

    admission = Admission(settings.at_once, settings.places, settings.cypher_workers)
    app.state.answers = answers = KeptAnswers(settings.answers_mb * 1_000_000)
    app.state.counters = Counters(admission.load, lambda: answers.bytes)
    app.state.reading = CapacityLimiter(1)
    watch = MemoryWatch(settings.memory_mb * 1_000_000, shed)
    bolt = None
    if door is not None:
        asks = BoltQueries(app.state.cypher, admission, app.state.current, watch)
        bounds = Bounds(settings.body_bytes, settings.bolt_idle_seconds, settings.body_seconds)
        bolt = BoltServer(door, asks, bounds, settings.bolt_connections)
    app.add_middleware(CompressMiddleware, minimum_size=2_000, gzip_level=6)
    app.add_middleware(
        Questions, admission=admission, seconds=settings.seconds, cypher_seconds=settings.cypher_seconds,
        watch=watch,
    )  # fmt: skip
    app.add_middleware(Answers, kept=answers, held=app.state.current.held, seconds=settings.seconds)
    app.add_middleware(Access, terms=terms_of(settings))
    if origins := listed(settings.origins):
        app.add_middleware(CORSMiddleware, allow_origins=origins, **SHARED)
    app.add_middleware(Heads)
    app.add_middleware(
        Guard,
        body_bytes=settings.body_bytes,
        body_seconds=settings.body_seconds,
        counters=app.state.counters,
        tracing=tracing,
    )
    app.include_router(health.router, responses=problems(500, 503))
    checked = [Depends(refuse_other_bodies), Depends(refuse_wrong_parameters), Depends(follow_merged_ids)]
    told = problems(401, 403, 415, 421, 422, 429, 500, 503)
    add_measures(app.router, every() if measures is None else measures, "/v1", checked, told)
    for router in NO_MEASURES:
        app.include_router(router, prefix="/v1", dependencies=checked, responses=told)
    app.include_router(reconciliation.router, prefix="/v1")  # its forms are those of its specification
    _pages(app)
    return app


def _pages(app: FastAPI) -> None:
    @app.get("/", include_in_schema=False)
    def page() -> FileResponse:
        return FileResponse(STATIC / "index.html")

    @app.get("/docs", include_in_schema=False)
    def docs() -> FileResponse:
        return FileResponse(STATIC / "docs.html")

    @app.get("/docs/errors", include_in_schema=False)
    def kinds() -> HTMLResponse:
        return HTMLResponse(kinds_page())

    @app.get("/llms.txt", include_in_schema=False)
    def llms() -> FileResponse:
        return FileResponse(STATIC / "llms.txt", media_type="text/plain; charset=utf-8")

    app.mount("/static", StaticFiles(directory=STATIC), name="static")
