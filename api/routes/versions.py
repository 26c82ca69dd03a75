"""Versions of the graph that are kept, and what differs between two of them. Of no one day: without an envelope."""

from collections.abc import Sequence
from typing import Annotated

from fastapi import APIRouter, Depends, Query, Response
from pydantic import BaseModel, Field

from api.dependencies import get_settings, get_stored
from api.errors import problems
from api.formats import VARY, negotiated
from api.settings import Settings
from graph.errors import QuestionError, StoreError
from graph.formats.changelog import changelog, edition
from graph.formats.delta import Delta, delta, delta_lines, subject
from graph.stores.versions.store import VersionStore
from graph.stores.versions.version_file import Counts, Header, StoredGraph, read_header

router = APIRouter(tags=["What there is"])
FORMS = {"json": "application/json", "jsonl": "application/x-ndjson", "md": "text/markdown; charset=utf-8"}
FIRST = 100
"""Changes that the JSON lists of each kind, where `limit` is not given."""


class VersionRow(BaseModel):
    """A version that is kept."""

    version: str = Field(description="its hash: that of its content")
    name: str = Field(description="by which it is cited: the day it was built and the beginning of its hash")
    in_use: bool
    built_at: str | None = Field(description="null: its file is damaged")
    nodes: int | None = Field(description="things; null: its file does not say, or is damaged")
    claims: int | None = Field(description="claims about relations; null: its file does not say, or is damaged")
    sources: int | None = Field(description="sources that were loaded; null: its file is damaged")


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
    reason: str | None = Field(default=None, description="why nothing can differ; null where two versions are compared")


@router.get("/versions", summary="Versions of the graph that are kept")
def list_versions(
    stored: Annotated[StoredGraph, Depends(get_stored)], settings: Annotated[Settings, Depends(get_settings)]
) -> VersionList:
    """Return the version in use, and those in the folder that can be returned to or compared."""
    current, store = stored.graph.version, VersionStore(settings.data)
    rows = [_row_of(store, version, in_use=version == current) for version in store.versions()]
    if current not in {row.version for row in rows}:  # a Neo4j holds it
        counts = Counts(len(stored.graph.nodes), len(stored.graph.claims))
        rows.insert(0, _row(Header(current, stored.built_at, stored.reports, counts), in_use=True))
    return VersionList(current=current, items=rows)


def _row_of(store: VersionStore, version: str, *, in_use: bool) -> VersionRow:
    try:
        return _row(read_header(store.path(version)), in_use=in_use)
    except StoreError:
        return VersionRow(
            version=version, name=version[:12], in_use=in_use, built_at=None, nodes=None, claims=None, sources=None
        )


def _row(header: Header, *, in_use: bool) -> VersionRow:
    return VersionRow(
        version=header.version, name=header.name, in_use=in_use, built_at=header.built_at,
        nodes=header.counts.nodes, claims=header.counts.claims, sources=header.sources,
    )  # fmt: skip


@router.get(
    "/diff",
    summary="What differs between two versions that are kept",
    response_model=DiffAnswer,
    responses={200: {"content": {FORMS["jsonl"]: {}, "text/markdown": {}}}, **problems(400, 406)},
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
    """Return how many facts are gone and new, and what they are about.

    As jsonl the facts themselves, a delta file; as md the changelog of the second version.
    """
    was, now = _kept(stored, settings, before, "from"), _kept(stored, settings, after, "to")
    found = delta(was.graph, now.graph)
    if form == "md":
        return Response(
            "".join(changelog(edition(was), edition(now), found, limit)), media_type=FORMS[form], headers=VARY
        )
    if form == "jsonl":
        name = f"supplygraph-{found.before[:12]}-{found.after[:12]}.delta.jsonl"
        headers = {**VARY, "Content-Disposition": f'attachment; filename="{name}"'}
        return Response("".join(delta_lines(found)), media_type=FORMS[form], headers=headers)
    told = _told(found, limit)
    if was.graph.version == now.graph.version:
        told = told.model_copy(update={"reason": _alone(VersionStore(settings.data).versions(), now.graph.version)})
    return Response(told.model_dump_json(by_alias=True), media_type=FORMS[form], headers=VARY)


def _alone(kept: Sequence[str], version: str) -> str:
    """Say why a version is compared with itself."""
    others = [one[:12] for one in kept if one != version]
    if others:
        return f"nothing to compare: from and to are the same version; kept besides are {', '.join(others)}"
    return "nothing to compare: one version is kept; the next build is another"


def _kept(stored: StoredGraph, settings: Settings, wanted: str, field: str) -> StoredGraph:
    if not wanted or stored.graph.version == wanted:
        return stored
    store = VersionStore(settings.data)
    try:
        return store.read(store.find(wanted))
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
