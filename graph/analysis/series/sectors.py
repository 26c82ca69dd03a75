"""Which sectors: who decided to use or to ban whose models, shares of use where a source states them, and plans.

Decisions are counted by the sector of the body that took them, by the sphere of what it decided on. A count of the
decisions that somebody reported is no share of use.
"""

from collections import Counter, defaultdict
from collections.abc import Mapping

from pydantic import Field

from graph.analysis.blocs import Bloc
from graph.analysis.origin import Sphere
from graph.analysis.results import Result, Row
from graph.analysis.series.results import PublishedFigure, published_figures
from graph.analysis.series.scores import sphere_of_model
from graph.facts.edges import Edge
from graph.facts.fact import EdgeFact
from graph.facts.nodes import Node
from graph.node_ids import EntityId
from graph.ontology import EdgeKind, NodeKind
from graph.snapshots.snapshot import Snapshot

BEFORE_USE = ("plan", "trial")
BESIDE = ("sector-use", "plans")
UNPLACED = "shared or unknown"
SECTOR_OF: Mapping[str, str] = {
    "government": "sector:government", "local government": "sector:government", "state government": "sector:government",
    "regulator": "sector:government", "parliament": "sector:government", "intelligence": "sector:defence",
    "military": "sector:defence", "university": "sector:education", "telecom": "sector:telecommunications",
    "cloud": "sector:software",
}  # fmt: skip
"""Whose decision -> the sector that it belongs to; a company's is left with its own word."""


class SectorUse(Row):
    """One stated figure of the use of a sector."""

    sector: EntityId
    used: EntityId
    share: float | None
    quantity: float | None = None
    unit: str | None = Field(default=None, description="of the quantity, or what the share is of")
    basis: str | None = Field(description="who was asked or counted, and how many")
    denominator: str | None
    period: str | None
    source: str


class SectorRow(Row):
    """The decisions of one sector."""

    sector: EntityId = Field(description="a sector's id, or the word of the source where it is of none")
    adopted: dict[str, int] = Field(description="decisions to use, by the sphere of what is used")
    at_home: dict[str, int] = Field(default={}, description="of these, what a power decided to use of its own sphere")
    stages: dict[str, int] = Field(default={}, description="decisions to use that are no more than a plan or a trial")
    banned: dict[str, int] = Field(description="bans, by the sphere of what is banned")
    countries: int = Field(description="countries whose bodies decided")
    edges: tuple[str, ...]


class Sectors(Result):
    """Sectors: decisions, stated shares, published figures and plans."""

    denominator: str = "decisions that a source reports, each once, in however many countries; no share of use"
    rows: tuple[SectorRow, ...] = ()
    uses: tuple[SectorUse, ...] = Field(default=(), description="shares of use that a source states")
    silent: tuple[EntityId, ...] = Field(default=(), description="sectors of which no decision and no share is known")
    published: tuple[PublishedFigure, ...] = ()


def sectors(snapshot: Snapshot, bloc: Bloc) -> tuple[Sectors, tuple[Edge, ...], tuple[Node, ...]]:
    """Return what is known of use by sector, most decisions first, with the edges and statements that say it.

    Parameters
    ----------
    snapshot : Snapshot
        Decisions and uses that hold on its day.
    bloc : Bloc
        Whose models count for which side.
    """
    decided: dict[str, list[Edge]] = defaultdict(list)
    used: list[Edge] = []
    for edge in snapshot.edges.of(EdgeKind.ADOPTED, EdgeKind.BANNED, EdgeKind.USES):
        if edge.kind in (EdgeKind.ADOPTED, EdgeKind.BANNED):
            told = str(edge.claim.properties.get("sector", "not stated"))
            decided[SECTOR_OF.get(told, told)].append(edge)
        elif snapshot.nodes[edge.start].kind is NodeKind.SECTOR:
            used.append(edge)
    rows = [_row(snapshot, bloc, sector, edges) for sector, edges in decided.items()]
    rows.sort(key=lambda row: (-len(row.edges), row.sector))
    published, statements = published_figures(snapshot, BESIDE)
    known = {*decided, *(edge.start for edge in used)}
    result = Sectors(
        rows=tuple(rows),
        uses=tuple(
            _use(edge, claim)
            for edge in used
            for claim in (edge.claim, *edge.rivals)
            if claim is edge.claim or (claim.share, claim.quantity) != (None, None)
        ),
        silent=tuple(sorted(sector for sector in snapshot.nodes.ids_of(NodeKind.SECTOR) if sector not in known)),
        published=tuple(published),
    )
    return result, (*(edge for edges in decided.values() for edge in edges), *used), tuple(statements)


def _row(snapshot: Snapshot, bloc: Bloc, sector: str, edges: list[Edge]) -> SectorRow:
    counts: dict[str, Counter[str]] = {EdgeKind.ADOPTED: Counter(), EdgeKind.BANNED: Counter()}
    at_home: Counter[str] = Counter()
    stages: Counter[str] = Counter()
    for (kind, _, used, _), edge in {_decision(edge): edge for edge in reversed(edges)}.items():
        sphere = _sphere(snapshot, bloc, used)
        counts[kind][sphere] += 1
        at_home[sphere] += kind == EdgeKind.ADOPTED and sphere == _pole(snapshot, bloc, edge.start)
        stages[str(edge.claim.properties.get("stage"))] += kind == EdgeKind.ADOPTED
    return SectorRow(
        sector=sector, adopted=dict(counts[EdgeKind.ADOPTED]), banned=dict(counts[EdgeKind.BANNED]),
        at_home={sphere: count for sphere, count in at_home.items() if count},
        stages={stage: stages[stage] for stage in BEFORE_USE if stages[stage]},
        countries=len({edge.start for edge in edges if snapshot.nodes[edge.start].kind is NodeKind.COUNTRY}),
        edges=tuple(edge.id for edge in edges),
    )  # fmt: skip


def _decision(edge: Edge) -> tuple[str, str, str, str]:
    """Return what makes a decision one: a firm's plan for five countries, told in one breath, is one of them, not five.

    Bodies of two countries may be called alike, so that a name and a day alone make no decision the same.
    """
    claim = edge.claim
    words = claim.as_reported and claim.valid_from and (claim.properties.get("by"), claim.valid_from, claim.as_reported)
    return edge.kind, claim.source.id, edge.end, str(words or (edge.start, claim.properties.get("by")))


def _sphere(snapshot: Snapshot, bloc: Bloc, used: str) -> str:
    if snapshot.nodes[used].kind is NodeKind.MODEL:
        sphere = sphere_of_model(snapshot, used, bloc)
        return sphere.value if sphere else UNPLACED
    spheres = {bloc.sphere(country) for country in snapshot.controllers(used)}
    return next(iter(spheres)).value if len(spheres) == 1 else UNPLACED


def _pole(snapshot: Snapshot, bloc: Bloc, country: str) -> str | None:
    """Return the power that a deciding country belongs to, None where it is of neither."""
    if snapshot.nodes[country].kind is not NodeKind.COUNTRY:
        return None
    sphere = bloc.sphere(country)
    return None if sphere is Sphere.OTHER else sphere.value


def _use(edge: Edge, claim: EdgeFact) -> SectorUse:
    return SectorUse(
        sector=edge.start, used=edge.end, share=claim.share, quantity=claim.quantity, unit=claim.unit,
        basis=claim.basis, denominator=claim.denominator, period=claim.period, source=claim.source.id,
    )  # fmt: skip
