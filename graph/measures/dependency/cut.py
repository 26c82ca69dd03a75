"""What stops an entity: minimal cut sets, by collapse or by ban."""

from pydantic import Field

from graph.analysis.dependency.cut_sets.cut_sets import CutSets, cut_sets
from graph.measures.behind import support_below
from graph.measures.cuts import CutQuestion, search_limits
from graph.measures.envelope import Answer
from graph.measures.measure import Limits, Measure
from graph.measures.panels import DEPENDENCY
from graph.measures.question import Limited
from graph.measures.table import Table, columns, fields
from graph.measures.targets import order_within
from graph.measures.told import lost
from graph.snapshots.snapshot import Snapshot

ORDER = 2
"""Largest set where the question does not say."""


class CutOneQuestion(Limited, CutQuestion):
    """An entity, and what may be cut off."""

    node_id: str = Field(description="an id such as model:glm-5")
    max_order: int = Field(default=ORDER, ge=1, description="largest set; the setting cut_order bounds it")


def cut(snapshot: Snapshot, question: CutOneQuestion, limits: Limits) -> Answer:
    """Return every minimal cut set up to an order; `truncated` says that there may be more."""
    asked = question.cut(order_within(limits, question.max_order))
    found = cut_sets(snapshot, question.node_id, asked, search_limits(limits))
    not_counted = ("cut_sets",) if found.truncated else ()
    return Answer(found, edges=support_below(snapshot, [snapshot.root(found.id)]), not_counted=not_counted)


EMPTY = "no set up to the order asked for stops it in this reading; --reading known has what the facts do not exclude"

MEASURE = Measure(
    answer=cut,
    title="The smallest sets of entities, companies or countries that stop an entity",
    panel=DEPENDENCY,
    path="/cut-sets/{node_id}",
    question=CutOneQuestion,
    result=CutSets,
    tables=(
        Table(
            "cut_sets",
            columns(
                "order",
                "members",
                loss=lost("loss"),
                certain="certain",
                home="home",
                only_as_home="only_as_home",
                besides_home=lost("besides_home"),
            ),
            nothing=EMPTY,
            file=fields("order", "members", "loss", "certain", "home", "only_as_home", "besides_home"),
        ),
    ),
    example={"node_id": "model:glm-5", "over": "country"},
)
