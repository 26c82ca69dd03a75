"""What every series answers: points with their evidence, and published figures beside them."""

from collections.abc import Iterable
from contextlib import suppress
from dataclasses import dataclass
from datetime import date

from pydantic import Field

from graph.analysis.results import Result, Row
from graph.facts.dates import first_day
from graph.facts.edges import Edge
from graph.facts.fact import Checked, Confidence
from graph.facts.nodes import Node
from graph.node_ids import EntityId
from graph.ontology import NodeKind
from graph.snapshots.snapshot import Snapshot


class SeriesPoint(Row):
    """One figure that follows from facts of this graph."""

    at: date | None = Field(default=None, description="the day it is about")
    period: str | None = Field(default=None, description="the period, where the source gives one")
    group: EntityId = Field(description="a sphere, a country or a model")
    value: float | None = Field(
        description="null where it cannot be known, or may be anything from `low` to `high`; `note` says why"
    )
    low: float | None = Field(default=None, description="least that what is not known leaves; null: none worked out")
    high: float | None = Field(default=None, description="most that it leaves; null likewise")
    label: EntityId | None = Field(default=None, description="what stands behind the figure")
    compared_with: EntityId | None = None
    unit: str | None = None
    basis: EntityId | None = None
    denominator: str | None = None
    note: str | None = None
    figures: dict[str, float] = Field(default={}, description="figures that the value follows from")
    edges: tuple[str, ...] = ()


class PublishedFigure(Row):
    """What somebody has published on the topic; contradicting figures stand side by side, none is preferred."""

    id: EntityId
    topic: str
    subject: EntityId | None
    statement: str
    value: float | None
    unit: str | None
    denominator: str | None
    period: str | None
    published_on: str | None
    confidence: Confidence
    checked: Checked
    source: str
    as_reported: str | None
    note: str | None

    @property
    def qualifier(self) -> str:
        """What the unit says of the value after a comma, such as ``more than``; empty where it says nothing."""
        return (self.unit or "").partition(", ")[2]


class Series(Result):
    """A series: our figures, and those that others have published."""

    name: str
    title: str
    definition: str
    unit: str
    population: str = Field(description="what is counted; figures of other populations are no rivals of these")
    differs: str | None = Field(default=None, description="why ours and the published figures are not the same number")
    benchmark: str | None = Field(default=None, description="whose scores are used")
    milestones: dict[str, str] = Field(default={}, description="periods in which something first happened")
    points: tuple[SeriesPoint, ...] = ()
    summary: dict[str, float] = Field(default={}, description="averages and extremes of the points")
    published: tuple[PublishedFigure, ...] = ()
    counts: dict[str, int] = Field(default={}, description="what the points rest on, and what was left out")
    reason: str | None = Field(default=None, description="why there are no points")


@dataclass(frozen=True)
class Found:
    """Points of a series, with the edges and nodes that they rest on."""

    points: tuple[SeriesPoint, ...] = ()
    summary: dict[str, float] | None = None
    counts: dict[str, int] | None = None
    assumptions: tuple[str, ...] = ()
    reason: str | None = None
    edges: tuple[Edge, ...] = ()
    nodes: tuple[Node, ...] = ()
    milestones: dict[str, str] | None = None


def published_figures(snapshot: Snapshot, topics: Iterable[str]) -> tuple[list[PublishedFigure], list[Node]]:
    """Return what has been published on some topics, newest first, and the nodes that say it.

    Parameters
    ----------
    snapshot : Snapshot
        Its ``known_at`` leaves out what was published later, its day what is of a later period.
    topics : iterable of str
        Values of a statement's property ``topic``.
    """
    wanted = frozenset(topics)
    nodes = [
        node
        for node in snapshot.nodes.of(NodeKind.STATEMENT)
        if node.properties.get("topic") in wanted and not _is_later(node, snapshot.as_of)
    ]
    rows = [_figure(node) for node in nodes]
    rows.sort(key=lambda row: (row.topic, row.published_on or "", row.period or "", row.id), reverse=True)
    return rows, nodes


def _is_later(node: Node, day: date) -> bool:
    """Say whether a figure is of a period that began after a day; what a source calls its period in words is kept."""
    period = _text(node.properties.get("period"))
    with suppress(ValueError):
        return period is not None and first_day(period.split(" to ")[0]) > day
    return False


def _figure(node: Node) -> PublishedFigure:
    fact, known = node.facts[0], node.properties
    value = known.get("value")
    return PublishedFigure(
        id=node.id,
        topic=str(known["topic"]),
        subject=_text(known.get("subject")),
        statement=node.name,
        value=float(value) if isinstance(value, (int, float)) else None,
        unit=_text(known.get("unit")),
        denominator=_text(known.get("denominator")),
        period=_text(known.get("period")),
        published_on=fact.source.published_on,
        confidence=fact.confidence,
        checked=fact.checked,
        source=fact.source.id,
        as_reported=fact.as_reported,
        note=fact.note,
    )


def _text(value: object) -> str | None:
    return str(value) if value is not None else None
