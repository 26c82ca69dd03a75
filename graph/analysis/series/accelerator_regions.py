"""Cloud regions with accelerators, by country and operator: how many are known to have some, how many may have.

A list that names some regions with accelerators says nothing of the others, so their number is a range.
"""

from collections import defaultdict

from pydantic import Field

from graph.analysis.results import Result, Row
from graph.facts.edges import Edge
from graph.facts.nodes import Node
from graph.node_ids import EntityId
from graph.ontology import EdgeKind, NodeKind
from graph.snapshots.snapshot import Snapshot


class RegionsRow(Row):
    """The regions of one operator in one country."""

    country: EntityId | None = Field(description="where they stand; null where no source says")
    operator: EntityId | None
    with_accelerators: int = Field(description="of which a source says that they have accelerators")
    without: int = Field(description="of which a source says that they have none")
    not_known: int
    regions: int
    at_most: int = Field(description="those with accelerators and those of which it is not known")
    known: tuple[EntityId, ...] = Field(description="the regions with accelerators")


class AcceleratorRegions(Result):
    """Regions with accelerators by country and operator."""

    denominator: str = "cloud regions of this graph that had opened by the day"
    rows: tuple[RegionsRow, ...] = ()
    with_accelerators: int = 0
    regions: int = 0
    reason: str | None = Field(default=None, description="why nothing is known of accelerators")


def accelerator_regions(
    snapshot: Snapshot, country: str | None = None, operator: str | None = None
) -> tuple[AcceleratorRegions, tuple[Edge, ...], tuple[Node, ...]]:
    """Return regions by country and operator, those with most known accelerator regions first.

    Parameters
    ----------
    snapshot : Snapshot
        Regions that it holds, where they stand and who operates them on its day.
    country, operator : str, optional
        Ids; only these. A region of which no country or operator is known is in the answer only where none is asked
        for.

    Returns
    -------
    AcceleratorRegions, tuple of Edge, tuple of Node
        The edges say who operates a region and where it stands; the nodes whether it has accelerators.
    """
    regions = {node.id: node for node in snapshot.nodes.of(NodeKind.FACILITY) if node.subtype == "cloud-region"}
    places = {edge.start: edge for edge in snapshot.edges.of(EdgeKind.LOCATED_IN) if edge.start in regions}
    run = {edge.end: edge for edge in snapshot.edges.of(EdgeKind.OPERATES) if edge.end in regions}
    hosts = set(snapshot.edges.ends_by_start(EdgeKind.HOSTS))
    grouped: dict[tuple[str | None, str | None], list[Node]] = defaultdict(list)
    for name, node in regions.items():
        place, runs = places.get(name), run.get(name)
        grouped[place.end if place else None, runs.start if runs else None].append(node)
    rows = [
        _row(at, by, nodes, hosts)
        for (at, by), nodes in grouped.items()
        if country in (None, at) and operator in (None, by)
    ]
    rows.sort(key=lambda row: (-row.with_accelerators, -row.regions, row.country or "", row.operator or ""))
    known = any(row.with_accelerators or row.without for row in rows)
    result = AcceleratorRegions(
        rows=tuple(rows),
        with_accelerators=sum(row.with_accelerators for row in rows),
        regions=sum(row.regions for row in rows),
        reason=None if known else "no source of this graph says which of these regions have accelerators",
    )
    return result, (*places.values(), *run.values()), tuple(regions.values())


def _row(country: str | None, operator: str | None, nodes: list[Node], hosts: set[str]) -> RegionsRow:
    has = [node for node in nodes if node.id in hosts or node.properties.get("accelerators") is True]
    without = sum(node.id not in hosts and node.properties.get("accelerators") is False for node in nodes)
    return RegionsRow(
        country=country, operator=operator, with_accelerators=len(has), without=without,
        not_known=len(nodes) - len(has) - without, regions=len(nodes), at_most=len(nodes) - without,
        known=tuple(sorted(node.id for node in has)),
    )  # fmt: skip
