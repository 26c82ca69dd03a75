"""What stops an entity: minimal cut sets, by collapse or by ban."""

from pydantic import Field

from graph.analysis.dependency.ban import DE_MINIMIS, Reach
from graph.analysis.dependency.cut_sets import Action, CutSets, cut_sets
from graph.analysis.dependency.universe import Over
from graph.measures.behind import edges_below
from graph.measures.envelope import Answer
from graph.measures.measure import Limits, Measure
from graph.measures.panels import DEPENDENCY
from graph.measures.question import Ids, Limited, WithReading, WithSemantics
from graph.measures.table import Table, columns
from graph.measures.targets import order_within
from graph.snapshot import Snapshot

ORDER = 3
"""Largest set where the question does not say, if the settings allow it."""


class CutQuestion(Limited, WithReading, WithSemantics):
    """An entity, and what may be cut off."""

    node_id: str = Field(description="an id such as model:glm-5")
    over: Over = Field(default=Over.ENTITY, description="what the members are")
    max_order: int | None = Field(
        default=None, ge=1, description=f"largest set; {ORDER} when left out; the setting cut_order bounds it"
    )
    action: Action = Field(default=Action.COLLAPSE, description="they are gone, or they stop supplying")
    on: Ids = Field(default=(), description="customers of a ban; the target's own countries when left out")
    reach: Reach = Field(default=Reach.DIRECT, description="of a ban")
    de_minimis: float = Field(
        default=DE_MINIMIS, ge=0, le=1, description="content beyond which a foreign product counts"
    )


def cut(snapshot: Snapshot, question: CutQuestion, limits: Limits) -> Answer:
    """Return every minimal cut set up to an order; `truncated` says that there may be more."""
    order = min(ORDER, limits.cut_order) if question.max_order is None else order_within(limits, question.max_order)
    found = cut_sets(
        snapshot, question.node_id, question.over, order, question.action, question.on, question.reach,
        question.de_minimis, question.reading, question.semantics, seconds=limits.seconds,
    )  # fmt: skip
    return Answer(found, edges=edges_below(snapshot, [snapshot.root(found.id)]))


MEASURE = Measure(
    answer=cut,
    title="The smallest sets of entities, companies or countries that stop an entity",
    panel=DEPENDENCY,
    path="/cut-sets/{node_id}",
    question=CutQuestion,
    result=CutSets,
    tables=(Table("cut_sets", columns("order", "members", "certain", "home")),),
    example={"node_id": "model:glm-5", "over": "country", "max_order": 2},
)
