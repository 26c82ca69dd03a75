"""The reconciliation service that OpenRefine and others ask (Reconciliation Service API 0.2): names in, ids out.

Its forms are fixed by that specification: queries come as a form field or a parameter; a manifest says what there is.
Suggest answers while somebody types (entities and types); preview is what is shown of a candidate.
"""

import json
from html import escape
from typing import Annotated, Any
from urllib.parse import parse_qs

from fastapi import APIRouter, Depends, Query, Request
from fastapi.concurrency import run_in_threadpool
from fastapi.responses import HTMLResponse, JSONResponse
from pydantic import BaseModel, ConfigDict, Field

from api.dependencies import get_graph
from graph.knowledge_graph import KnowledgeGraph
from graph.measures.measure import today
from graph.measures.question import ParameterError, asked
from graph.ontology import NODE_TYPES, NodeKind
from graph.search.matching import candidates
from graph.search.search import rested_on, search

router = APIRouter(tags=["Files"])
MOST_QUERIES = 500
WIDTH, HEIGHT = 430, 120
"""Of a preview, in pixels."""
SUGGESTED = 20
MOST_ALIASES = 6
OPEN = {"Access-Control-Allow-Origin": "*"}


class ReconciliationQuery(BaseModel):
    """One name, as the specification writes it; properties are taken and not looked at."""

    model_config = ConfigDict(extra="allow")

    query: str = Field(max_length=500)
    type: str | list[str] | None = None
    limit: int = Field(default=5, ge=1, le=50)


@router.get("/reconcile", include_in_schema=False)
@router.post("/reconcile", include_in_schema=False)
async def reconcile(request: Request, graph: Annotated[KnowledgeGraph, Depends(get_graph)]) -> JSONResponse:
    """Return the manifest, or the candidates of each query."""
    form = parse_qs((await request.body()).decode("utf-8", "replace"))
    given = request.query_params.get("queries") or next(iter(form.get("queries", ())), None)
    if given is None:
        return JSONResponse(manifest(str(request.base_url).rstrip("/")), headers=OPEN)
    return JSONResponse(await run_in_threadpool(answered, graph, _read(given)))


@router.get("/reconcile/suggest/entity", include_in_schema=False)
def suggest_entity(
    graph: Annotated[KnowledgeGraph, Depends(get_graph)],
    prefix: Annotated[str, Query(max_length=500)],
    cursor: Annotated[int, Query(ge=0, le=10_000)] = 0,
) -> JSONResponse:
    """Return what a beginning of a name may mean, the nearest first, from a place on."""
    snapshot = graph.snapshot(today())
    weight = rested_on(snapshot.edges.every_end())
    found = search(graph.name_index, snapshot.nodes, prefix, weight)[cursor : cursor + SUGGESTED]
    rows = [
        {"id": node.id, "name": node.name, "description": node.kind.value,
         "notable": [{"id": node.kind.value, "name": node.kind.value}]}
        for node in found
    ]  # fmt: skip
    return JSONResponse({"result": rows}, headers=OPEN)


@router.get("/reconcile/suggest/type", include_in_schema=False)
def suggest_type(
    prefix: Annotated[str, Query(max_length=500)], cursor: Annotated[int, Query(ge=0, le=10_000)] = 0
) -> JSONResponse:
    """Return the kinds whose name begins so, with what they are."""
    rows = [
        {"id": kind.value, "name": kind.value, "description": NODE_TYPES[kind].meaning}
        for kind in NodeKind
        if kind.value.casefold().startswith(prefix.strip().casefold())
    ]
    return JSONResponse({"result": rows[cursor : cursor + SUGGESTED]}, headers=OPEN)


@router.get("/reconcile/preview", include_in_schema=False)
def preview(graph: Annotated[KnowledgeGraph, Depends(get_graph)], id: Annotated[str, Query()]) -> HTMLResponse:
    """Return a candidate as a small page: name, kind, other names, id.

    Raises
    ------
    UnknownIdError
        There is no such entity.
    """
    snapshot = graph.snapshot(today())
    node = snapshot.nodes[snapshot.require(id, "id")]
    also = ", ".join(node.aliases[:MOST_ALIASES])
    parts = [f"<strong>{escape(node.name)}</strong> ({escape(node.kind.value)})", escape(node.id)]
    parts += [f"also {escape(also)}"] if also else []
    body = "".join(f"<p>{part}</p>" for part in parts)
    page = f'<!doctype html><html lang="en"><meta charset="utf-8"><title>{escape(node.name)}</title>{body}</html>'
    return HTMLResponse(page, headers={"Content-Security-Policy": "default-src 'none'"})


def manifest(base: str) -> dict[str, Any]:
    """Return what the service says of itself."""
    return {
        "versions": ["0.2"],
        "name": "Supplygraph",
        "identifierSpace": f"{base}/v1/nodes/",
        "schemaSpace": f"{base}/v1/ontology",
        "defaultTypes": [{"id": kind.value, "name": kind.value} for kind in NodeKind],
        "view": {"url": f"{base}/?view=profile&root={{{{id}}}}"},
        "suggest": {
            "entity": {"service_url": base, "service_path": "/v1/reconcile/suggest/entity"},
            "type": {"service_url": base, "service_path": "/v1/reconcile/suggest/type"},
        },
        "preview": {"url": f"{base}/v1/reconcile/preview?id={{{{id}}}}", "width": WIDTH, "height": HEIGHT},
        "batchSize": MOST_QUERIES,
    }


def answered(graph: KnowledgeGraph, queries: dict[str, ReconciliationQuery]) -> dict[str, Any]:
    """Return the candidates of each query, by its key."""
    snapshot = graph.snapshot(today())
    weight = rested_on(snapshot.edges.every_end())
    answers: dict[str, Any] = {}
    for key, one in queries.items():
        kinds = {one.type} if isinstance(one.type, str) else set(one.type or ())
        ids = [node_id for node_id in snapshot.nodes if not kinds or snapshot.nodes.kind(node_id).value in kinds]
        answers[key] = {
            "result": [
                {
                    "id": found.node.id, "name": found.node.name, "score": found.score, "match": found.sure,
                    "type": [{"id": found.node.kind.value, "name": found.node.kind.value}],
                    "description": found.reason,
                }
                for found in candidates(graph.name_index, ids, one.query, weight, one.limit)
            ]
        }  # fmt: skip
    return answers


def _read(text: str) -> dict[str, ReconciliationQuery]:
    try:
        given = json.loads(text)
    except ValueError as error:
        raise ParameterError(f"queries is no JSON: {error}", "queries") from error
    if not isinstance(given, dict) or len(given) > MOST_QUERIES:
        raise ParameterError(f"queries is an object with {MOST_QUERIES} queries at most", "queries")
    return {str(key): asked(ReconciliationQuery, one) for key, one in given.items()}
