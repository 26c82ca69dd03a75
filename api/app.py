"""The HTTP application, put together from its routes. It reads; it never writes."""

import asyncio
import socket
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
from pydantic import BaseModel
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
from api.workers.forward import Forward
from api.workers.nursery import Nursery
from api.workers.pool import Pool
from api.workers.process import AnalysisProcess
from graph.measures.declared import every
from graph.measures.measure import Measure
from graph.stores.versions.version_file import StoredGraph

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
    stored: StoredGraph | None = None,
    workers: int = 0,
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
    stored : StoredGraph, optional
        The graph in use, where it has been read already.
    workers : int
        Processes that work on analyses, forked from this one; 0: its threads. Nothing may run in a thread yet.
    """
    app = _routes(settings, stored, every() if measures is None else measures)
    _build(BaseModel)
    nursery = Nursery(_worker_of(app, settings, workers, warm)) if workers else None
    _serving(app, settings, nursery, workers)
    app.state.warming = Warming(app, views=not workers) if warm else None
    app.state.bolt = _bolt(app, settings, door) if door is not None else None
    return app


def _routes(settings: Settings, stored: StoredGraph | None, measures: Iterable[Measure[Any]]) -> FastAPI:
    """Return what answers, without what is in front of it: it is the same in the server and in its workers."""
    app = FastAPI(
        title="Supplygraph",
        description="A knowledge graph of AI supply chains. Every answer names its sources, date, basis and "
        "denominator.",
        version="1",
        docs_url=None,  # FastAPI's page loads its assets from a CDN; ours is served from here
        redoc_url=None,
        lifespan=_lifespan,
        generate_unique_id_function=lambda route: route.name,  # the name of a function in a generated client
    )
    app.state.settings = settings
    app.state.current = CurrentGraph(settings, stored)
    app.state.cypher = cypher_service(settings)
    app.state.reading = CapacityLimiter(1)
    errors.install(app)
    app.add_middleware(CompressMiddleware, minimum_size=2_000, gzip_level=6)
    app.include_router(health.router, responses=problems(500, 503))
    checked = [Depends(refuse_other_bodies), Depends(refuse_wrong_parameters), Depends(follow_merged_ids)]
    told = problems(401, 403, 415, 421, 422, 429, 500, 503)
    add_measures(app.router, measures, "/v1", checked, told)
    for router in NO_MEASURES:
        app.include_router(router, prefix="/v1", dependencies=checked, responses=told)
    app.include_router(reconciliation.router, prefix="/v1")  # its forms are those of its specification
    _pages(app)
    return app


def _serving(app: FastAPI, settings: Settings, nursery: Nursery | None, workers: int) -> None:
    """Put in front of the routes what every request goes through."""

    def shed() -> None:
        app.state.answers.clear()
        app.state.current.shed()

    admission = app.state.admission = Admission(settings.at_once, settings.places, settings.cypher_workers)
    answers = app.state.answers = KeptAnswers(settings.answers_mb * 1_000_000)
    watch = app.state.watch = MemoryWatch(_memory(settings, workers), shed)
    pool = app.state.pool = nursery and Pool(nursery, workers, settings.worker_mb * 1_000_000, settings.seconds)
    counters = Counters(admission.load, lambda: answers.bytes, pool.figures if pool else tuple)
    app.state.counters = counters
    tracing = app.state.tracing = tracing_of(settings.telemetry)
    held = app.state.current.held
    if pool:
        pool.ended = counters.note_end
        app.add_middleware(Forward, pool=pool, held=held)
    app.add_middleware(
        Questions, admission=admission, seconds=settings.seconds, cypher_seconds=settings.cypher_seconds,
        watch=watch,
    )  # fmt: skip
    app.add_middleware(Answers, kept=answers, held=held, seconds=settings.seconds)
    app.add_middleware(Access, terms=terms_of(settings))
    if origins := listed(settings.origins):
        app.add_middleware(CORSMiddleware, allow_origins=origins, **SHARED)
    app.add_middleware(Heads)
    app.add_middleware(
        Guard,
        body_bytes=settings.body_bytes,
        body_seconds=settings.body_seconds,
        counters=counters,
        tracing=tracing,
    )


@asynccontextmanager
async def _lifespan(app: FastAPI) -> AsyncIterator[None]:
    state = app.state
    if state.pool:
        await state.pool.start()
    warming = threading.Thread(target=state.warming.run) if state.warming else None
    if warming:
        warming.start()
    if state.bolt:
        await state.bolt.start()
    yield
    if state.bolt:
        await state.bolt.close()
    if state.pool:
        await state.pool.close()
    if warming:
        state.warming.stop()
        warming.join()
    state.cypher.close()
    state.current.close()
    if state.tracing:
        state.tracing.close()


def _worker_of(app: FastAPI, settings: Settings, workers: int, warm: bool) -> Any:
    """Return what a worker does: it answers by the routes as they are before anything is put in front of them."""
    inside: Any = app.build_middleware_stack()

    def work(line: socket.socket, first: bool) -> None:
        current: CurrentGraph = app.state.current
        current.divide(workers)
        app.middleware_stack = inside.app  # but for Starlette's own 500: the server says what has failed
        if warm and first:
            threading.Thread(target=Warming(app).look, daemon=True).start()
        watch = MemoryWatch(_memory(settings, workers), current.shed)
        asyncio.run(AnalysisProcess(app, current, watch).run(line))

    return work


def _build(model: type[BaseModel]) -> None:
    """Build what models check and write by: a command builds those that it uses, a server all before threads ask."""
    for below in model.__subclasses__():
        below.model_rebuild(raise_errors=False)
        _build(below)


def _memory(settings: Settings, workers: int) -> int:
    """Return how much memory each process of a server may have, in bytes."""
    return settings.memory_mb * 1_000_000 // (workers + 1)


def _bolt(app: FastAPI, settings: Settings, door: Door) -> BoltServer:
    state = app.state
    asks = BoltQueries(state.cypher, state.admission, state.current, state.watch)
    bounds = Bounds(settings.body_bytes, settings.bolt_idle_seconds, settings.body_seconds)
    return BoltServer(door, asks, bounds, settings.bolt_connections)


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
