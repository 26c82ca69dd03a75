"""Why one entity rests on another, in a sentence."""

from collections.abc import Mapping
from typing import Any

from pydantic import Field

from graph.analysis.dependency.paths.why import WhyResult
from graph.analysis.dependency.paths.why import why as told
from graph.measures.behind import edges_of
from graph.measures.envelope import Answer
from graph.measures.measure import Limits, Measure
from graph.measures.panels import DEPENDENCY
from graph.measures.question import Question
from graph.measures.table import Table, columns, fields
from graph.snapshots.snapshot import Snapshot


class WhyQuestion(Question):
    """Two entities."""

    start: str = Field(alias="from", description="the dependent, such as model:glm-5")
    end: str = Field(alias="to", description="what it may rest on, such as country:NLD")


def why(snapshot: Snapshot, question: WhyQuestion, limits: Limits) -> Answer:
    """Return the best chain, the share at each step and who could take its place; if need be further ahead."""
    found = told(snapshot, question.start, question.end)
    return Answer(found, edges=[*edges_of(snapshot.at_horizon(found.horizon), found.links), *found.shares])


def _taken_from(row: Mapping[str, Any]) -> str | None:
    if row["assumed"]:
        return str(row["share_basis"]) if row["share"] is None else f"assumed: {row['share_basis']}"
    if row["share"] is None:
        return None
    return f"stated by {row['share_source']}" if row["share_source"] else "the lens"


MEASURE = Measure(
    answer=why,
    title="Why one entity rests on another: one sentence, the chain, its sources, what would replace it",
    panel=DEPENDENCY,
    path="/why",
    question=WhyQuestion,
    result=WhyResult,
    tables=(
        Table(
            "chain",
            columns("of", "need", "name", "share", "caveat", "alternatives", share_taken_from=_taken_from),
            file=fields(
                "of", "need", "id", "name", "share", "assumed", "share_basis", "share_source", "caveat", "alternatives"
            ),
        ),
    ),
    example={"from": "model:glm-5", "to": "country:NLD"},
    positional=("start", "end"),
)
