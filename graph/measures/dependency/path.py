"""How one entity rests on another."""

from pydantic import Field

from graph.analysis.dependency.caveats import CAVEAT, Caveat
from graph.analysis.dependency.paths.paths import FoundPaths, dependency_paths
from graph.analysis.dependency.paths.strongest_first import PathLimits
from graph.analysis.results import Result, Row
from graph.facts.evidence import EdgeRow, edge_row
from graph.formats.network import NodeLinkGraph
from graph.measures.behind import edges_of, network_of
from graph.measures.envelope import Answer
from graph.measures.measure import MOST_PATHS, Limits, Measure
from graph.measures.panels import DEPENDENCY
from graph.measures.question import Ids, Question
from graph.measures.table import Table, columns
from graph.node_ids import EntityId
from graph.ontology import NodeKind
from graph.snapshots.snapshot import Snapshot


class PathQuestion(Question):
    """Two entities, and how far to search."""

    start: str = Field(alias="from", description="the dependent, such as model:glm-5")
    end: str = Field(alias="to", description="what it may rest on, such as country:NLD")
    max_length: int | None = Field(
        default=None, ge=1, le=40, description="most edges of a path; the setting path_length when left out"
    )
    limit: int | None = Field(
        default=None,
        ge=1,
        le=MOST_PATHS,
        description=f"most paths; the setting path_limit when left out, of a file {MOST_PATHS:,}",
    )
    exclude: Ids = Field(default=(), description="ids or kinds that no path may lead through, such as Facility")
    only: Ids = Field(default=(), description="ids or kinds that paths may lead through; anything when left out")


class PathRow(Row):
    """One path: its entities in order, and the edges between them with their evidence."""

    length: int
    weight: float = Field(description="share of the entity that rests on the path: the product of its shares")
    nodes: tuple[EntityId, ...]
    edges: tuple[EdgeRow, ...]
    caveats: tuple[Caveat | None, ...] = Field(description=f"of each step, none where it is plain: {CAVEAT}")
    alternatives: tuple[tuple[EntityId, ...], ...] = Field(
        description="of each step, the other suppliers of the same need, largest share first"
    )


class Paths(Result):
    """Paths, the fewest caveats first, then the strongest."""

    start: EntityId = Field(alias="from")
    end: EntityId = Field(alias="to")
    paths: tuple[PathRow, ...]


def avoided(snapshot: Snapshot, question: PathQuestion) -> set[str]:
    """Return the ids that no path may lead through.

    Parameters
    ----------
    snapshot : Snapshot
        The graph of the day that is asked about.
    question : PathQuestion
        Its ``exclude`` and ``only`` name ids and kinds.

    Raises
    ------
    UnknownIdError
        What is named is neither an id nor a kind.
    """
    kinds = {kind.value.casefold(): kind for kind in NodeKind}

    def of(names: tuple[str, ...], field: str) -> set[str]:
        found = {snapshot.require(name, field) for name in names if name.casefold() not in kinds}
        wanted = {kinds[name.casefold()] for name in names if name.casefold() in kinds}
        return found.union(snapshot.nodes.ids_of(*wanted))

    out = of(question.exclude, "exclude")
    return out | (set(snapshot.nodes) - of(question.only, "only") if question.only else set())


def path(snapshot: Snapshot, question: PathQuestion, limits: Limits) -> Answer:
    """Return simple paths, what is confirmed first, then by the share on each; parallel edges are different paths."""
    found = _found(snapshot, question, limits)
    behind = [edges_of(snapshot, one.edges) for one in found.paths]
    rows = [
        PathRow(
            length=one.length,
            weight=one.weight,
            nodes=one.nodes,
            edges=tuple(edge_row(edge) for edge in edges),
            caveats=tuple(link.caveat for link in one.edges),
            alternatives=one.alternatives,
        )
        for one, edges in zip(found.paths, behind, strict=True)
    ]
    used = {edge.id: edge for edges in behind for edge in edges}
    fields = dict(found) | {"from": found.start, "to": found.end, "paths": rows}
    result = Paths.model_validate({k: v for k, v in fields.items() if k not in ("start", "end")})
    return Answer(result, used.values(), not_counted=("paths",) if found.truncated else ())


def _found(snapshot: Snapshot, question: PathQuestion, limits: Limits) -> FoundPaths:
    bounds = PathLimits(question.max_length or limits.path_length, question.limit or limits.paths)
    return dependency_paths(snapshot, question.start, question.end, bounds, avoided(snapshot, question))


def network(snapshot: Snapshot, question: PathQuestion, limits: Limits) -> NodeLinkGraph:
    """Return the paths together as a network, each link once; the steps are those of the shortest of them."""
    found = _found(snapshot, question, limits)
    links = {(link.dependent, link.need, link.supplier): link for one in found.paths for link in one.edges}
    depths: dict[str, int] = {}
    for one in found.paths:
        for depth, node_id in enumerate(one.nodes):
            depths[node_id] = min(depth, depths.get(node_id, depth))
    names = [snapshot.nodes[one].name for one in (found.start, found.end)]
    return network_of(snapshot, links.values(), depths, f"How {names[0]} rests on {names[1]}")


MEASURE = Measure(
    answer=path,
    title="How one entity rests on another, confirmed paths first, then the strongest, with the evidence of each step",
    panel=DEPENDENCY,
    path="/paths",
    question=PathQuestion,
    result=Paths,
    tables=(Table("paths", columns("weight", "length", "nodes", "caveats")),),
    example={"from": "model:glm-5", "to": "country:TWN", "limit": 3},
    positional=("start", "end"),
    network=network,
)
