"""Versions of the graph that are kept, and what differs between two of them. Of no one day: without an envelope."""

from typing import Annotated

from fastapi import APIRouter, Depends, Query, Response
from pydantic import BaseModel, Field

from api.dependencies import get_settings, get_stored
from api.errors import problems
from api.formats import VARY, negotiated
from api.settings import Settings
from graph.errors import QuestionError, StoreError
from graph.formats.delta import Delta, delta, delta_lines, subject
from graph.knowledge_graph import KnowledgeGraph
from graph.stores.version_file import StoredGraph, read_header
from graph.stores.versions import VersionStore

router = APIRouter(tags=["What there is"])
FORMS = {"json": "application/json", "jsonl": "application/x-ndjson"}
FIRST = 100
"""Changes that the JSON lists of each kind, where `limit` is not given."""


class VersionRow(BaseModel):
    """A version that is kept."""

    version: str
    in_use: bool
    built_at: str | None


class VersionList(BaseModel):
    """The version in use, and those kept beside it."""

    current: str
    items: list[VersionRow]


class DiffAnswer(BaseModel):
    """What differs between two versions."""

    before: str = Field(alias="from")
    after: str = Field(alias="to")
    gone: int = Field(description="facts that only the first has")
    new: int = Field(description="facts that only the second has")
    only_in_from: list[str] = Field(description="what the first of them are about")
    only_in_to: list[str] = Field(description="what the first of them are about")
    sources: list[str] = Field(description="pages or files that differ, or that one alone cites")
    truncated: bool = Field(description="the lists leave some out; the form jsonl has all")


@router.get("/versions", summary="Versions of the graph that are kept")
def list_versions(
    stored: Annotated[StoredGraph, Depends(get_stored)], settings: Annotated[Settings, Depends(get_settings)]
) -> VersionList:
    """Return the version in use, and those in the folder that can be returned to or compared."""
    current, rows = stored.graph.version, []
    store = VersionStore(settings.data)
    for version in store.versions():
        try:
            built = read_header(store.path(version)).built_at
        except StoreError:
            built = None
        rows.append(VersionRow(version=version, in_use=version == current, built_at=built))
    if current not in {row.version for row in rows}:  # a Neo4j holds it
        rows.insert(0, VersionRow(version=current, in_use=True, built_at=stored.built_at))
    return VersionList(current=current, items=rows)


@router.get(
    "/diff",
    summary="What differs between two versions that are kept",
    response_model=DiffAnswer,
    responses={200: {"content": {FORMS["jsonl"]: {}}}, **problems(400, 406)},
)
def diff(
    stored: Annotated[StoredGraph, Depends(get_stored)],
    settings: Annotated[Settings, Depends(get_settings)],
    form: Annotated[str, Depends(negotiated(FORMS))],
    before: Annotated[
        str, Query(alias="from", max_length=64, description="a version or its beginning; the current if left out")
    ] = "",
    after: Annotated[str, Query(alias="to", max_length=64, description="another one; the current if left out")] = "",
    limit: Annotated[int, Query(ge=1, le=10_000, description="most changes that are listed of each kind")] = FIRST,
) -> Response:
    """Return how many facts are gone and new, and what they are about; as jsonl, the facts themselves: a delta file."""
    found = delta(_kept(stored, settings, before, "from"), _kept(stored, settings, after, "to"))
    if form == "jsonl":
        name = f"supplygraph-{found.before[:12]}-{found.after[:12]}.delta.jsonl"
        headers = {**VARY, "Content-Disposition": f'attachment; filename="{name}"'}
        return Response("".join(delta_lines(found)), media_type=FORMS[form], headers=headers)
    return Response(_told(found, limit).model_dump_json(by_alias=True), media_type=FORMS[form], headers=VARY)


def _kept(stored: StoredGraph, settings: Settings, wanted: str, field: str) -> KnowledgeGraph:
    if not wanted or stored.graph.version == wanted:
        return stored.graph
    store = VersionStore(settings.data)
    try:
        return store.read(store.find(wanted)).graph
    except StoreError as error:
        raise QuestionError(str(error), field, [version[:12] for version in store.versions()]) from error


def _told(found: Delta, limit: int) -> DiffAnswer:
    lists = [[subject(fact) for fact in list(facts.values())[:limit]] for facts in (found.gone, found.come)]
    longest = max(len(found.gone), len(found.come), len(found.sources))
    told = {"from": found.before, "to": found.after, "gone": len(found.gone), "new": len(found.come)}
    return DiffAnswer.model_validate(
        told
        | {
            "only_in_from": lists[0],
            "only_in_to": lists[1],
            "sources": found.sources[:limit],
            "truncated": longest > limit,
        }
    )
