"""What rests on what: closures, paths, single points of failure."""

from collections.abc import Iterable
from typing import Annotated

from fastapi import APIRouter, Depends, Query
from pydantic import BaseModel, Field

from api.dependencies import Envelope, Question, answer, get_settings
from api.settings import Settings
from graph.analysis.dependency.closure import Closure, DependencyLink, Member, NeedRow, downstream, upstream
from graph.analysis.dependency.paths import dependency_paths
from graph.analysis.dependency.readings import Reading
from graph.analysis.dependency.single_points import SinglePoint, single_points_of_failure
from graph.edges import Edge
from graph.evidence import EdgeRow, edge_row
from graph.snapshot import Snapshot

router = APIRouter(tags=["dependencies"])


class DependenciesAnswer(Envelope):
    """A closure with its evidence."""

    id: str
    direction: str
    nodes: tuple[Member, ...]
    edges: tuple[EdgeRow, ...]
    needs: tuple[NeedRow, ...]
    single_points_of_failure: tuple[SinglePoint, ...]


class PathRow(BaseModel):
    """One path: its entities in order, and the edges between them with their evidence."""

    length: int
    nodes: tuple[str, ...]
    edges: tuple[EdgeRow, ...]


class PathsAnswer(Envelope):
    """Paths, shortest first."""

    start: str = Field(alias="from")
    end: str = Field(alias="to")
    paths: tuple[PathRow, ...]


def edges_behind(snapshot: Snapshot, links: Iterable[DependencyLink]) -> list[Edge]:
    """Return the edge behind each dependency link."""
    return [snapshot.dependencies[link.dependent, link.need, link.supplier] for link in links]


Depth = Annotated[int | None, Query(ge=1, le=100, description="steps to follow; all when left out")]


def _closure_answer(question: Question, closure: Closure, reading: Reading) -> DependenciesAnswer:
    edges = edges_behind(question.snapshot, closure.edges)
    fields = dict(closure)
    fields["edges"] = tuple(edge_row(edge) for edge in edges)
    found = single_points_of_failure(question.snapshot, closure.id, Criterion(reading=reading))
    fields["single_points_of_failure"] = found.points
    return answer(DependenciesAnswer, question, fields, edges=edges)


@router.get("/dependencies/{node_id}", summary="Everything an entity rests on, its needs and single points of failure")
def dependencies(
    node_id: str,
    question: Annotated[Question, Depends()],
    depth: Depth = None,
    reading: Reading = Reading.KNOWN,
) -> DependenciesAnswer:
    """Return the upstream closure, nearest first, with the evidence of every edge."""
    return _closure_answer(question, upstream(question.snapshot, node_id, depth), reading)


@router.get("/dependents/{node_id}", summary="Everything that rests on an entity")
def dependents(
    node_id: str,
    question: Annotated[Question, Depends()],
    depth: Depth = None,
    reading: Reading = Reading.KNOWN,
) -> DependenciesAnswer:
    """Return the downstream closure, nearest first, with the evidence of every edge."""
    return _closure_answer(question, downstream(question.snapshot, node_id, depth), reading)


@router.get("/paths", summary="How one entity rests on another, shortest first, with the evidence of each step")
def paths(
    question: Annotated[Question, Depends()],
    settings: Annotated[Settings, Depends(get_settings)],
    start: Annotated[str, Query(alias="from", description="the dependent")],
    end: Annotated[str, Query(alias="to", description="what it may rest on")],
    max_length: Annotated[int | None, Query(ge=1, le=40, description="most edges of a path")] = None,
    limit: Annotated[int | None, Query(ge=1, le=1_000, description="most paths")] = None,
) -> PathsAnswer:
    """Return simple paths; parallel edges are different paths."""
    snapshot = question.snapshot
    found = dependency_paths(snapshot, start, end, max_length or settings.path_length, limit or settings.path_limit)
    behind = [edges_behind(snapshot, path.edges) for path in found.paths]
    rows = tuple(
        PathRow(length=path.length, nodes=path.nodes, edges=tuple(edge_row(edge) for edge in edges))
        for path, edges in zip(found.paths, behind, strict=True)
    )
    used = {edge.id: edge for edges in behind for edge in edges}
    return answer(PathsAnswer, question, dict(found) | {"paths": rows}, edges=used.values())
