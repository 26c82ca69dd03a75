"""Who stops most: chokepoints ranked over many targets at once."""

from collections import Counter

from pydantic import Field

from graph.analysis.dependency.chokepoints import Chokepoints
from graph.analysis.dependency.chokepoints import chokepoints as ranked
from graph.analysis.dependency.targets import target_ids
from graph.analysis.dependency.weighting import Weighting
from graph.measures.behind import support_below
from graph.measures.cuts import ALL, TARGETS, CutQuestion, search_limits
from graph.measures.envelope import Answer
from graph.measures.measure import Limits, Measure
from graph.measures.panels import DEPENDENCY
from graph.measures.question import Limited
from graph.measures.table import Table, columns
from graph.measures.targets import order_within, targets_in
from graph.snapshots.snapshot import Snapshot


class ChokepointsQuestion(Limited, CutQuestion):
    """Whose loss is counted, and what it stops."""

    targets: str = Field(default="labs", description=TARGETS)
    max_order: int = Field(default=1, ge=1, description="1: one at a time; 2: pairs too; 3: triples too")
    limit: int | None = Field(
        default=25, ge=1, le=500, description="most rows of each order; a file has all when left out"
    )
    weights: Weighting = Field(default=Weighting.EQUAL, description="how targets are weighed")


def chokepoints(snapshot: Snapshot, question: ChokepointsQuestion, limits: Limits) -> Answer:
    """Return sets with the targets that they stop and why; what is certain ranks before what is likely."""
    wanted = target_ids(snapshot, targets_in(question.targets))
    asked = targets_in(question.targets)
    cut = question.cut(order_within(limits, question.max_order))
    most = question.limit if cut.max_order > 1 else None  # pairs are many, and dear to explain
    found = ranked(
        snapshot, wanted if isinstance(asked, list) else asked, cut, question.weights,
        ALL if most is None else most + 1,  # one more than is shown says whether there are more
        search_limits(limits),
    )  # fmt: skip
    more = most is not None and max(Counter(row.order for row in found.chokepoints).values(), default=0) > most
    edges = support_below(snapshot, [snapshot.root(target) for target in wanted])
    return Answer(found, edges=edges, not_counted=("chokepoints",) if more or found.truncated else ())


MEASURE = Measure(
    answer=chokepoints,
    title="Which country, company or entity, pair or triple, stops most of the targets",
    panel=DEPENDENCY,
    path="/chokepoints",
    question=ChokepointsQuestion,
    result=Chokepoints,
    tables=(
        Table(
            "chokepoints",
            columns(
                "members",
                certain="certain_stops",
                likely=lambda row: len(row["stops"]),
                criticality=lambda row: row["criticality"][1],
                why=lambda row: row["stops"][0]["why"] if row["stops"] else "",
            ),
            per="order",
        ),
    ),
    example={"targets": "labs", "over": "country"},
)
