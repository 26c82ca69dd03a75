"""The whole graph as a file, and the counters of this process."""

from typing import Annotated

from fastapi import APIRouter, Depends, Request
from fastapi.responses import PlainTextResponse, StreamingResponse

from api.dependencies import Question, get_stored
from api.formats import VARY, negotiated
from graph.formats.export import MEDIA_TYPES, WRITERS, ExportFormat, header
from graph.stores.versions import StoredGraph

router = APIRouter(tags=["exports"])
process = APIRouter(tags=["health"])


@router.get(
    "/export",
    summary="The whole graph of the day as a file",
    response_class=StreamingResponse,
    responses={200: {"content": {media: {} for media in MEDIA_TYPES.values()}}},
)
def export(
    question: Annotated[Question, Depends()],
    format: Annotated[str, Depends(negotiated({form.value: media for form, media in MEDIA_TYPES.items()}))],
) -> StreamingResponse:
    """Return facts with sources, relations as a table, or dependencies as a graph; headers say of which version."""
    snapshot, form = question.snapshot, ExportFormat(format)
    name = f"supplygraph-{snapshot.graph.version[:12]}-{snapshot.as_of}.{form.value}"
    headers = {**VARY, **header(snapshot), "Content-Disposition": f'attachment; filename="{name}"'}
    return StreamingResponse(WRITERS[form](snapshot), media_type=MEDIA_TYPES[form], headers=headers)


@process.get("/metrics", summary="Counters of this process, in Prometheus text form", response_class=PlainTextResponse)
def metrics(request: Request, stored: Annotated[StoredGraph, Depends(get_stored)]) -> PlainTextResponse:
    """Return the size of the graph in use and the requests answered by status."""
    graph = stored.graph
    lines = [
        "# TYPE supplygraph_graph_info gauge",
        f'supplygraph_graph_info{{version="{graph.version}",built_at="{stored.built_at}"}} 1',
        "# TYPE supplygraph_graph_nodes gauge",
        f"supplygraph_graph_nodes {len(graph.nodes)}",
        "# TYPE supplygraph_graph_claims gauge",
        f"supplygraph_graph_claims {len(graph.claims)}",
        "# TYPE supplygraph_requests_total counter",
    ]
    answered: dict[int, int] = request.app.state.answered
    lines += [f'supplygraph_requests_total{{status="{status}"}} {n}' for status, n in sorted(answered.items())]
    return PlainTextResponse("\n".join(lines) + "\n", media_type="text/plain; version=0.0.4")
