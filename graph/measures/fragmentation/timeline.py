"""How the division of a layer has changed."""

from pydantic import Field

from graph.analysis.fragmentation.timeline import TIES_SHOWN, Spacing, Timeline, days
from graph.analysis.fragmentation.timeline import timeline as points_of
from graph.facts.border import Day
from graph.facts.dates import before
from graph.facts.evidence import EdgeRow, edge_row
from graph.measures.envelope import Answer
from graph.measures.layers import SPAN, LayersQuestion, choice_of
from graph.measures.measure import Limits, Measure
from graph.measures.panels import FRAGMENTATION
from graph.measures.table import Table, columns
from graph.snapshots.snapshot import Snapshot


class TimelineQuestion(LayersQuestion):
    """Layers, and the days on which they are measured."""

    start: Day | None = Field(default=None, alias="from", description="a year back by month, ten by year")
    end: Day | None = Field(default=None, alias="to", description="`as_of` when left out")
    step: Spacing = Field(default=Spacing.MONTH, description="distance between points")
    explain: bool = Field(default=False, description="the ties, edges and sources of every point; one layer")
    limit: int = Field(default=TIES_SHOWN, ge=1, le=10_000, description="most ties given for a point")


class TimelineEdges(Timeline):
    """Fragmentation over time; with explain=true, the ties of every point and the edges behind them."""

    step: Spacing
    edges: tuple[EdgeRow, ...] = ()


def timeline(snapshot: Snapshot, question: TimelineQuestion, limits: Limits) -> Answer:
    """Return points, oldest first; where coverage changed, the point says so."""
    last = question.end or snapshot.as_of
    on = days(question.start or before(last, SPAN[question.step]), last, question.step)
    found, edges = points_of(
        snapshot, on, choice_of(snapshot, question), question.draws,
        ties_shown=question.limit if question.explain else None,
    )  # fmt: skip
    shown = tuple(edge_row(edge) for edge in edges) if question.explain else ()
    limit = {"limit": question.limit} if found.truncated else {}
    result = TimelineEdges(**(dict(found) | {"limits": limit, "step": question.step, "edges": shown}))
    return Answer(result, edges=edges)


MEASURE = Measure(
    answer=timeline,
    title="The same by month or year, with coverage and breaks at every point",
    panel=FRAGMENTATION,
    path="/fragmentation/timeline",
    question=TimelineQuestion,
    result=TimelineEdges,
    tables=(
        Table(
            "points",
            columns(
                "as_of", "layer", "index", interval="interval.index", panel_index="panel_index", bits="bits",
                coupling="coupling", countries="coverage.countries", coverage_changed="coverage_changed",
                changes="changes", gap="gap", reason="reason",
            ),
        ),
    ),
    example={"layer": "clouds", "step": "year", "from": "2023-01-01"},
    positional=("layer",),
)  # fmt: skip
