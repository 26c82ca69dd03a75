"""An entity on one page, or two side by side."""

from collections.abc import Mapping
from typing import Any

from pydantic import Field

from graph.analysis.profile.line import Line
from graph.analysis.profile.profile import profile as described
from graph.analysis.results import Result
from graph.measures.behind import edges_below, support_below
from graph.measures.envelope import Answer
from graph.measures.measure import Limits, Measure
from graph.measures.panels import FACTS
from graph.measures.question import Limited
from graph.measures.table import Table, columns, fields
from graph.node_ids import EntityId
from graph.ontology import NodeKind
from graph.snapshots.snapshot import Snapshot


class ProfileQuestion(Limited):
    """An entity, and another to put beside it."""

    node_id: str = Field(description="a country, lab, company, chip, input, cloud or model, such as country:FRA")
    compare: str | None = Field(default=None, description="another entity to put beside it")


class Profiles(Result):
    """What a reader wants to know of an entity, line by line; of a second one too where one is named."""

    id: EntityId
    kind: NodeKind
    name: str
    lines: tuple[Line, ...]
    beside: EntityId | None = None
    beside_lines: tuple[Line, ...] = ()


def profile(snapshot: Snapshot, question: ProfileQuestion, limits: Limits) -> Answer:
    """Return what it rests on, whom it stops at each horizon, what it controls, and what is not known."""
    first = described(snapshot, question.node_id)
    second = described(snapshot, question.compare) if question.compare else None
    shown = [one for one in (first, second) if one is not None]
    edges = {edge.id: edge for one in shown for edge in snapshot.edges_at.get(one.id, ())}
    roots = [snapshot.root(one.id) for one in shown]
    edges |= {edge.id: edge for edge in edges_below(snapshot, roots)}
    result = Profiles(
        id=first.id, kind=first.kind, name=first.name, lines=first.lines, beside=second.id if second else None,
        beside_lines=second.lines if second else (), assumptions=first.assumptions,
    )  # fmt: skip
    nodes = [snapshot.nodes[one.id] for one in shown]
    return Answer(result, edges=edges.values(), nodes=nodes, sources=support_below(snapshot, roots).sources)


def _share(row: Mapping[str, Any]) -> float | None:
    return row["value"] if row["is_share"] else None


def _number(row: Mapping[str, Any]) -> float | None:
    return None if row["is_share"] else row["value"]


_COLUMNS = columns("section", "label", "low", "high", share=_share, number=_number, unit="unit", detail="detail")
_FILE = fields("section", "label", "id", "value", "low", "high", "is_share", "assumed", "unit", "detail")
MEASURE = Measure(
    answer=profile,
    title="An entity on one page: what it rests on, whom it stops, what it controls, what is not known",
    panel=FACTS,
    path="/profile/{node_id}",
    question=ProfileQuestion,
    result=Profiles,
    tables=(Table("lines", _COLUMNS, file=_FILE), Table("beside_lines", _COLUMNS, "Beside it", file=_FILE)),
    example={"node_id": "country:FRA"},
)
