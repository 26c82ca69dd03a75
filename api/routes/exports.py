"""The whole graph as a file."""

from typing import Annotated

from fastapi import APIRouter, Depends
from fastapi.responses import StreamingResponse

from api.dependencies import Question
from api.errors import problems
from api.formats import VARY, negotiated
from graph.formats.export import MEDIA_TYPES, WRITERS, ExportFormat, header

router = APIRouter(tags=["Files"])


@router.get(
    "/export",
    summary="The whole graph of the day as a file",
    response_class=StreamingResponse,
    responses={200: {"content": {media: {} for media in MEDIA_TYPES.values()}}, **problems(400, 406)},
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
