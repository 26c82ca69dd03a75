"""A closure as an answer: its members, needs and single points of failure, with the evidence of every edge."""

from pydantic import Field

from graph.analysis.dependency.cases.readings import Criterion
from graph.analysis.dependency.caveats import LEGEND, legend
from graph.analysis.dependency.cut_sets.single_points import SinglePoint, single_points_of_failure
from graph.analysis.dependency.paths.closure import Closure, Member, NeedRow
from graph.analysis.results import Result
from graph.facts.evidence import EdgeRow, edge_row
from graph.formats.network import NodeLinkGraph
from graph.measures.behind import edges_of, network_of
from graph.measures.envelope import Answer
from graph.measures.question import Judged, Limited
from graph.measures.table import Table, columns, fields
from graph.measures.told import lost
from graph.node_ids import EntityId
from graph.snapshots.snapshot import Snapshot


class ClosureQuestion(Limited, Judged):
    """An entity, and how far to follow."""

    node_id: str = Field(description="an id such as model:glm-5")
    depth: int | None = Field(default=None, ge=1, le=100, description="steps to follow; all when left out")
    limit: int | None = Field(
        default=None,
        ge=1,
        le=10_000,
        description="most nodes, nearest first, with what is among them",
    )


class Dependencies(Result):
    """A closure with its evidence."""

    id: EntityId
    direction: str
    nodes: tuple[Member, ...]
    edges: tuple[EdgeRow, ...]
    needs: tuple[NeedRow, ...]
    single_points_of_failure: tuple[SinglePoint, ...]
    legend: str = Field(default="", description=LEGEND)
    reason: str | None = Field(default=None, description="why there are no single points, where that is no finding")


TABLES = (
    Table(
        "nodes",
        columns("depth", "id", "name", "kind", "layer", "via", "need", "caveat"),
        carries={"needs": ("of",), "edges": ("start", "end")},
    ),
    Table(
        "single_points_of_failure",
        columns("id", "name", "kind", loss=lost("loss"), certain="certain", only_as_home="only_as_home"),
        "Single points of failure",
        file=fields("id", "name", "kind", "loss", "certain", "home", "only_as_home"),
    ),
)


def closure_answer(snapshot: Snapshot, closure: Closure, criterion: Criterion) -> Answer:
    """Return the answer of a closure.

    Parameters
    ----------
    snapshot : Snapshot
        The graph of the day that is asked about.
    closure : Closure
        Of that snapshot.
    criterion : Criterion
        When a single point counts as stopping the entity.
    """
    edges = edges_of(snapshot, closure.edges)
    points = single_points_of_failure(snapshot, closure.id, criterion)
    fields = dict(closure) | {
        "edges": tuple(edge_row(edge) for edge in edges),
        "single_points_of_failure": points.points,
        "reason": points.reason,
        "legend": legend(link.caveat for link in closure.edges),
        "assumptions": (*closure.assumptions, *points.assumptions),
    }
    return Answer(Dependencies(**fields), edges=edges)


def closure_network(snapshot: Snapshot, closure: Closure) -> NodeLinkGraph:
    """Return a closure as a network: every entity and link of it, with the steps to each.

    Parameters
    ----------
    snapshot : Snapshot
        The graph of the day that is asked about.
    closure : Closure
        What it is of: everything one entity rests on, or what rests on it.
    """
    name = snapshot.nodes[closure.id].name
    title = f"What {name} rests on" if closure.direction == "upstream" else f"What rests on {name}"
    return network_of(snapshot, closure.edges, {node.id: node.depth for node in closure.nodes}, title)
