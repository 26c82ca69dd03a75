"""What stops each of many: minimal cut sets, or the smallest ban."""

from pydantic import Field

from graph.analysis.dependency.all_cut_sets import AllCutSets, cut_sets_of_all, smallest_bans
from graph.analysis.dependency.ban import DE_MINIMIS, Reach
from graph.analysis.dependency.cut_sets import Action
from graph.analysis.dependency.universe import Over
from graph.measures.behind import edges_below
from graph.measures.envelope import Answer
from graph.measures.measure import Limits, Measure
from graph.measures.panels import DEPENDENCY
from graph.measures.question import Limited, WithReading
from graph.measures.table import Table
from graph.measures.targets import order_within, targets_in
from graph.snapshot import Snapshot


class CutAllQuestion(Limited, WithReading):
    """Many entities, and what may be cut off."""

    targets: str = Field(default="kind:lab", description="kind:lab, kind:model, or ids separated by commas")
    over: Over = Field(default=Over.COUNTRY, description="what the members are")
    max_order: int = Field(default=2, ge=1, description="largest set")
    action: Action = Field(default=Action.COLLAPSE, description="they are gone, or they stop supplying")
    reach: Reach = Field(default=Reach.DIRECT, description="of a ban")
    de_minimis: float = Field(
        default=DE_MINIMIS, ge=0, le=1, description="content beyond which a foreign product counts"
    )


def cut_all(snapshot: Snapshot, question: CutAllQuestion, limits: Limits) -> Answer:
    """Return one row a target; `limits` says where the search stopped."""
    order, wanted = order_within(limits, question.max_order), targets_in(question.targets)
    if question.action == Action.BAN:
        found = smallest_bans(
            snapshot, wanted, question.over, order, question.reach, question.de_minimis, question.reading,
            seconds=limits.seconds,
        )  # fmt: skip
    else:
        found = cut_sets_of_all(
            snapshot, wanted, question.over, order, question.reading, seconds=limits.seconds
        )
    return Answer(found, edges=edges_below(snapshot, [snapshot.root(row.id) for row in found.targets]))


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
            {"id": "id", "on": "on", "cut_sets": lambda row: ["+".join(one["members"]) for one in row["cut_sets"]]},
        ),
    ),
    example={"targets": "kind:lab", "action": "ban", "max_order": 1},
)
