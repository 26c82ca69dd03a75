"""Who invested in which laboratory: each round with its amount, day and source, and from which country."""

from collections.abc import Iterable

from pydantic import Field

from graph.analysis.results import Result, Row
from graph.analysis.series.results import PublishedFigure, published_figures
from graph.facts.edges import Edge
from graph.facts.fact import Checked, Confidence, EdgeFact
from graph.facts.nodes import Node
from graph.node_ids import EntityId
from graph.ontology import EdgeKind
from graph.snapshots.snapshot import Snapshot

BESIDE = ("investment",)


class FundingRow(Row):
    """One source's account of one investment."""

    lab: EntityId
    investor: EntityId
    lab_country: EntityId | None = Field(description="who controls the laboratory through the lens; null if shared")
    investor_country: EntityId | None
    round: str | None
    day: str | None = Field(description="when it was agreed or announced; null where no source at hand says")
    amount: float | None = Field(description="null where the source gives none; `unit` says of what")
    unit: str | None
    rival: bool = Field(description="another source of the same investment is preferred")
    confidence: Confidence
    checked: Checked
    source: str
    as_reported: str | None


class Funding(Result):
    """Investments in laboratories, and what others have published of investment."""

    rows: tuple[FundingRow, ...] = ()
    with_amount: int = Field(default=0, description="investments of which a source gives an amount; never summed: "
                             "units, commitments and dates differ")  # fmt: skip
    published: tuple[PublishedFigure, ...] = ()
    reason: str | None = None


def funding(
    snapshot: Snapshot, lab: str | None = None, investor: str | None = None
) -> tuple[Funding, tuple[Edge, ...], tuple[Node, ...]]:
    """Return investments, newest first, with the edges and statements that say it.

    Parameters
    ----------
    snapshot : Snapshot
        Investments that hold on its day; each claim about one is a row, since sources differ in amount and date.
    lab, investor : str, optional
        Ids; only these.
    """
    edges = [
        edge
        for edge in snapshot.edges.of(EdgeKind.FUNDED_BY)
        if lab in (None, edge.start) and investor in (None, edge.end)
    ]
    rows = [_row(snapshot, edge, claim) for edge in edges for claim in (edge.claim, *edge.rivals)]
    rows.sort(key=lambda row: (row.lab, row.investor))
    rows.sort(key=lambda row: row.day or "", reverse=True)
    published, beside = published_figures(snapshot, BESIDE)
    result = Funding(
        rows=tuple(rows),
        with_amount=sum(edge.claim.quantity is not None for edge in edges),
        published=tuple(published),
        reason=None if rows else "no investment of these is in the graph",
    )
    return result, tuple(edges), tuple(beside)


def _row(snapshot: Snapshot, edge: Edge, claim: EdgeFact) -> FundingRow:
    told = claim.properties.get("round")
    return FundingRow(
        lab=edge.start, investor=edge.end, lab_country=_only(snapshot.controllers(edge.start)),
        investor_country=_only(snapshot.controllers(edge.end)), round=str(told) if told else None,
        day=str(claim.valid_from) if claim.valid_from else None, amount=claim.quantity, unit=claim.unit,
        rival=claim is not edge.claim, confidence=claim.confidence, checked=claim.checked, source=claim.source.id,
        as_reported=claim.as_reported,
    )  # fmt: skip


def _only(countries: Iterable[str]) -> str | None:
    found = list(countries)
    return found[0] if len(found) == 1 else None
