"""What routes share: the graph in use, the question's common parameters, and the envelope of an answer."""

import logging
import threading
import time
from collections.abc import Iterable, Mapping
from datetime import UTC, date, datetime
from typing import Annotated, Any, TypeVar

from fastapi import Depends, FastAPI, Query, Request
from pydantic import BaseModel, ConfigDict, Field

from api.settings import Settings
from graph.edges import Edge
from graph.errors import NoGraphError, QuestionError, SupplygraphError
from graph.evidence import is_own, sources_of
from graph.facts import Checked, Source
from graph.knowledge_graph import KnowledgeGraph
from graph.nodes import Node
from graph.ontology import Horizon, Lens
from graph.snapshot import Snapshot
from graph.stores.opening import open_store
from graph.stores.versions import StoredGraph

ASKED_EVERY = 0.5
"""Seconds between two looks at which version the store names."""


class CurrentGraph:
    """The graph that this process serves; swapped whole when the store names another version.

    The store is asked at most every ``ASKED_EVERY`` seconds, and a new version is read aside, so that no answer
    waits for it.

    Parameters
    ----------
    settings : Settings
    """

    def __init__(self, settings: Settings) -> None:
        self._store = open_store(settings.data, settings.neo4j_uri, settings.neo4j_user, settings.neo4j_password)
        self._lock = threading.Lock()
        self._stored: StoredGraph | None = None
        self._before: StoredGraph | None = None
        self._asked = 0.0
        self._reading: threading.Thread | None = None

    def get(self) -> StoredGraph:
        """Return the stored graph.

        Raises
        ------
        NoGraphError
            Nothing has been built yet.
        """
        with self._lock:
            if self._stored is None:
                self._stored = self._first()
            elif not self._reading and time.monotonic() - self._asked > ASKED_EVERY:
                self._reading = threading.Thread(target=self._take_up, args=(self._stored,), daemon=True)
                self._reading.start()
            return self._stored

    def at(self, version: str) -> StoredGraph:
        """Return the graph of the version that an answer came from, so that the answer is of one version.

        Raises
        ------
        StoreError
            That version is neither in use nor in the store any more.
        """
        for stored in (self._stored, self._before):
            if stored is not None and stored.graph.version == version:
                return stored
        return self._store.read(version)

    def close(self) -> None:
        """Let go of the store."""
        if reading := self._reading:  # taken once: the thread lets go of it when it ends
            reading.join()
        self._store.close()

    def _first(self) -> StoredGraph:
        try:
            return self._store.read()
        except NoGraphError as error:
            raise NoGraphError("there is no graph yet; run `supplygraph build`, then ask again") from error

    def _take_up(self, used: StoredGraph) -> None:
        """Read the graph anew if the store names another version; while it cannot be read, the old one serves."""
        try:
            version = self._store.current()
            if version is not None and version != used.graph.version:
                self._before, self._stored = used, self._store.read()
        except SupplygraphError as error:
            logging.getLogger(__name__).warning("the new graph is not taken up: %s", error)
        finally:
            self._asked, self._reading = time.monotonic(), None


def get_settings(request: Request) -> Settings:
    """Return the settings of the app."""
    settings: Settings = request.app.state.settings
    return settings


def get_current(request: Request) -> CurrentGraph:
    """Return the holder of the graph in use."""
    current: CurrentGraph = request.app.state.current
    return current


def get_stored(current: Annotated[CurrentGraph, Depends(get_current)]) -> StoredGraph:
    """Return the stored graph in use."""
    return current.get()


def get_graph(stored: Annotated[StoredGraph, Depends(get_stored)]) -> KnowledgeGraph:
    """Return the graph in use."""
    return stored.graph


def today() -> date:
    """Return the day that `as_of` means when it is not given (UTC)."""
    return datetime.now(UTC).date()


class Question:
    """The common parameters of a question, and the snapshot they choose."""

    def __init__(
        self,
        graph: Annotated[KnowledgeGraph, Depends(get_graph)],
        as_of: Annotated[date | None, Query(description="valid time, default today")] = None,
        known_at: Annotated[date | None, Query(description="only sources public by this day")] = None,
        lens: Annotated[Lens, Query(description="whose control counts")] = Lens.OWNERSHIP,
        horizon: Annotated[Horizon, Query(description="which needs bind: to run, to make, to grow")] = Horizon.MAKE,
    ) -> None:
        self.started = time.perf_counter()
        self.graph = graph
        self.snapshot: Snapshot = graph.snapshot(as_of or today(), known_at, lens, horizon)


class Meta(BaseModel):
    """What an answer rests on."""

    model_config = ConfigDict(frozen=True)

    graph_version: str
    as_of: date
    known_at: date | None = None
    lens: Lens
    horizon: Horizon
    coverage: dict[str, Any] = Field(default={}, description="how much of the subject has data")
    truncated: bool = Field(default=False, description="a limit was reached; `limits` says which")
    limits: dict[str, Any] = {}
    assumptions: tuple[str, ...] = ()
    took_ms: float


class Envelope(BaseModel):
    """The part that every answer has."""

    model_config = ConfigDict(frozen=True, populate_by_name=True)

    meta: Meta
    sources: Mapping[str, Source] = Field(default={}, description="the evidence used, by id")


AnswerType = TypeVar("AnswerType", bound=Envelope)


def answer(
    kind: type[AnswerType],
    question: Question,
    content: BaseModel | Mapping[str, Any],
    *,
    edges: Iterable[Edge] = (),
    nodes: Iterable[Node] = (),
    coverage: Mapping[str, Any] | None = None,
    truncated: bool = False,
    limits: Mapping[str, Any] | None = None,
    assumptions: Iterable[str] = (),
) -> AnswerType:
    """Wrap a result of analysis: version, date, lens, limits and the sources of the edges it used.

    ``truncated``, ``limits`` and ``assumptions`` that the result itself carries are moved into ``meta``.
    """
    fields = dict(content) if isinstance(content, Mapping) else dict(content.__dict__)
    used = list(edges)
    stated = (*assumptions, *fields.pop("assumptions", ()), *evidence_assumptions(used))
    snapshot = question.snapshot
    meta = Meta(
        graph_version=snapshot.graph.version,
        as_of=snapshot.as_of,
        known_at=snapshot.known_at,
        lens=snapshot.lens,
        horizon=snapshot.horizon,
        coverage=dict(coverage or {}) | dict(fields.pop("coverage", {})),
        truncated=truncated or fields.pop("truncated", False),
        limits=dict(limits or {}) | dict(fields.pop("limits", {})),
        assumptions=tuple(dict.fromkeys(stated)),
        took_ms=round((time.perf_counter() - question.started) * 1000, 2),
    )
    return kind(**fields, meta=meta, sources=sources_of(used, nodes))


def evidence_assumptions(edges: Iterable[Edge]) -> Iterable[str]:
    """Say in words what the edges used do not rest on: assumed shares, unread pages, private facts."""
    used = list(edges)
    if assumed := sum(edge.assumed for edge in used):
        yield f"shares: assumed equal on {assumed} of {len(used)} links, where no source states them"
    if recalled := sum(edge.claim.checked is Checked.RECALLED for edge in used):
        yield f"{recalled} of {len(used)} links rest on a citation that nobody opened (checked: recalled)"
    if own := sum(is_own(edge.claim.source) for edge in used):
        yield f"{own} of {len(used)} links are the user's own facts"
    if derived := sum(bool(edge.derived_from) for edge in used):
        yield f"control by a country is derived through the lens on {derived} links"


def refuse_unknown_parameters(request: Request) -> None:
    """Refuse a query parameter that the route does not know: silence would answer another question.

    Raises
    ------
    QuestionError
        Naming the parameter and those that exist.
    """
    if request.url.path.startswith("/v1/queries/"):
        return  # a saved query names its own parameters, and its route checks them
    known = _query_parameters(request)
    for name in request.query_params:
        if name not in known:
            takes = ", ".join(sorted(known)) or "no parameters"
            raise QuestionError(f"unknown parameter {name!r}; this address takes {takes}", name, sorted(known))


def _query_parameters(request: Request) -> set[str]:
    """Return the parameters that the description of this address lists."""
    app: FastAPI = request.app
    described = app.openapi()["paths"]
    path = request.url.path
    for name, value in request.path_params.items():
        path = path.replace(f"/{value}", f"/{{{name}}}", 1)
    operation = described.get(path, {}).get(request.method.lower(), {})
    return {row["name"] for row in operation.get("parameters", ()) if row["in"] == "query"}
