"""Who stops most at each horizon: what stops now, in production, in growth."""

from collections.abc import Mapping
from typing import Any

from pydantic import Field

from graph.analysis.dependency.cases.targets import target_ids
from graph.analysis.dependency.cases.weighting import Weighting
from graph.analysis.dependency.chokepoints.headlines import Headline, Headlines
from graph.analysis.dependency.chokepoints.headlines import headlines as side_by_side
from graph.measures.behind import support_below
from graph.measures.cuts import ALL, TARGETS, CutQuestion, search_limits
from graph.measures.envelope import Answer
from graph.measures.measure import Limits, Measure
from graph.measures.panels import DEPENDENCY
from graph.measures.question import Limited
from graph.measures.ranking import TableRanking
from graph.measures.table import Table, columns, fields
from graph.measures.targets import targets_in
from graph.ontology import Horizon
from graph.snapshots.snapshot import Snapshot


class HeadlinesQuestion(Limited, CutQuestion):
    """Whose loss is counted, at all three horizons."""

    horizon: Horizon = Field(default=Horizon.MAKE, description="without effect: all three are always told side by side")

    targets: str = Field(default="labs", description=TARGETS)
    weights: Weighting = Field(
        default=Weighting.EQUAL, description="what targets count for beside their number, and in the ranking"
    )
    limit: int | None = Field(default=10, ge=1, le=500, description="most rows; a file has all when left out")


def headlines(snapshot: Snapshot, question: HeadlinesQuestion, limits: Limits) -> Answer:
    """Return who alone stops most at each horizon: stopped for certain, likely, of how many that are known, and why."""
    asked = targets_in(question.targets)
    found = side_by_side(snapshot, asked, question.cut(1), question.weights, ALL, search_limits(limits))
    longest = snapshot.at_horizon(Horizon.GROW)
    roots = [longest.root(target) for target in target_ids(longest, asked)]
    not_counted = ("rows",) if found.truncated else ()
    return Answer(found, edges=support_below(longest, roots), all_horizons=True, not_counted=not_counted)


def _shown(at: Mapping[str, Any]) -> str:
    if weight := at.get("weight"):
        at = {name: f"{value:,.0f}" for name, value in weight.items()}
    return f"{at['certain']} / {at['likely']} / {at['possible']} of {at['of']}"


def _stopping(row: Headline) -> list[tuple[float, float, float]]:
    """Return what it stops at each horizon, in the figures that are shown."""
    every = (at.weight or at for at in (row.run, row.make, row.grow))
    return [(at.certain, at.likely, at.possible) for at in every]


def _why(row: Mapping[str, Any]) -> str | None:
    """Return why at the first horizon at which a target is stopped, production first."""
    horizons = [row[name] for name in ("make", "grow", "run")]
    why: str | None = next((at["why"] for at in horizons if at["example"]), horizons[0]["why"] or horizons[1]["why"])
    return why


MEASURE = Measure(
    answer=headlines,
    title="Who stops most now, in production and in growth, side by side",
    panel=DEPENDENCY,
    path="/headlines",
    question=HeadlinesQuestion,
    result=Headlines,
    tables=(
        Table(
            "rows",
            columns(
                "name",
                now=lambda row: _shown(row["run"]),
                production=lambda row: _shown(row["make"]),
                growth=lambda row: _shown(row["grow"]),
                why=_why,
            ),
            "Stopped for certain / likely / possibly, of how many that are known",
            file=fields("id", "name", "run", "make", "grow"),
            ranking=TableRanking(_stopping, "stop", "as many"),
        ),
    ),
    example={"targets": "labs", "over": "country", "limit": 5},
)
