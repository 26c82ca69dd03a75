"""What stops each of many: minimal cut sets, or the smallest ban."""

from pydantic import Field

from graph.analysis.dependency.cases.targets import target_ids
from graph.analysis.dependency.cut_sets.of_many import AllCutSets, cut_sets_of_all
from graph.measures.behind import support_below
from graph.measures.cuts import TARGETS, CutQuestion, search_limits
from graph.measures.envelope import Answer
from graph.measures.measure import Limits, Measure
from graph.measures.panels import DEPENDENCY
from graph.measures.question import Limited
from graph.measures.table import Table, fields
from graph.measures.targets import order_within, targets_in
from graph.snapshots.snapshot import Snapshot


class CutAllQuestion(Limited, CutQuestion):
    """Many entities, and what may be cut off."""

    targets: str = Field(default="labs", description=TARGETS)
    max_order: int = Field(default=2, ge=1, description="largest set")


def cut_all(snapshot: Snapshot, question: CutAllQuestion, limits: Limits) -> Answer:
    """Return one row a target; where there is no set the row says whether that is a finding or nothing is known."""
    wanted = target_ids(snapshot, targets_in(question.targets))
    asked = question.cut(order_within(limits, question.max_order))
    found = cut_sets_of_all(snapshot, wanted, asked, search_limits(limits))
    return Answer(found, edges=support_below(snapshot, [snapshot.root(row.id) for row in found.targets]))


MEASURE = Measure(
    answer=cut_all,
    title="Minimal cut sets of many targets at once, or the smallest ban that stops each",
    panel=DEPENDENCY,
    path="/cut-sets",
    question=CutAllQuestion,
    result=AllCutSets,
    tables=(
        Table(
            "targets",
            {
                "id": "id",
                "on": "on",
                "cut_sets": lambda row: ["+".join(one["members"]) for one in row["cut_sets"]],
                "reason": "reason",
            },
            file=fields(
                "id",
                "on",
                order="cut_sets.order",
                members="cut_sets.members",
                loss="cut_sets.loss",
                certain="cut_sets.certain",
                home="cut_sets.home",
                reason="reason",
            ),
            each="cut_sets",
        ),
    ),
    example={"targets": "labs", "action": "ban", "max_order": 1},
)
