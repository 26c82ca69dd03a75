"""The whole graph as a file: written aside first, so that an error has its status and a slow reader holds nobody up."""

from collections.abc import Iterator
from contextlib import ExitStack
from tempfile import SpooledTemporaryFile
from typing import IO, Annotated

from fastapi import APIRouter, Depends
from fastapi.responses import StreamingResponse

from api.dependencies import SnapshotAsked
from api.errors import problems
from api.formats import VARY, negotiated
from graph.budget import checked
from graph.formats.export import EXPORT_MEDIA_TYPES, SUFFIXES, ExportFormat, exported, header

IN_MEMORY = 16_000_000
"""Bytes of an export that are kept in memory; a larger one goes to a temporary file."""
CHUNK = 256 * 1024

router = APIRouter(tags=["Files"])


@router.get(
    "/export",
    summary="The whole graph of the day as a file",
    response_class=StreamingResponse,
    responses={200: {"content": {media: {} for media in EXPORT_MEDIA_TYPES.values()}}, **problems(400, 406)},
)
def export(
    question: Annotated[SnapshotAsked, Depends()],
    format: Annotated[str, Depends(negotiated({form.value: media for form, media in EXPORT_MEDIA_TYPES.items()}))],
) -> StreamingResponse:
    """Return facts with sources, relations as a table, dependencies as a network, or all of it in one bundle."""
    snapshot, form = question.snapshot, ExportFormat(format)
    name = f"supplygraph-{snapshot.graph.version[:12]}-{snapshot.as_of}.{SUFFIXES.get(form, form.value)}"
    headers = {**VARY, **header(snapshot), "Content-Disposition": f'attachment; filename="{name}"'}
    with ExitStack() as aside:
        file = aside.enter_context(SpooledTemporaryFile(max_size=IN_MEMORY))
        for part in checked(exported(snapshot, form), "batches written"):
            file.write(part)
        aside.pop_all()  # whole: it is closed when it has been sent
    headers["Content-Length"] = str(file.tell())
    return StreamingResponse(_chunks(file), media_type=EXPORT_MEDIA_TYPES[form], headers=headers)


def _chunks(file: IO[bytes]) -> Iterator[bytes]:
    with file:
        file.seek(0)
        while chunk := file.read(CHUNK):
            yield chunk
