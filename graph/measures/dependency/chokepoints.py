"""Who stops most: chokepoints ranked over many targets at once."""

from collections import Counter
from collections.abc import Sequence

from pydantic import Field

from graph.analysis.dependency.cases.targets import target_ids
from graph.analysis.dependency.cases.weighting import Weighting
from graph.analysis.dependency.chokepoints.chokepoints import Chokepoint, Chokepoints, undecided
from graph.analysis.dependency.chokepoints.chokepoints import chokepoints as ranked
from graph.analysis.dependency.cut_sets.cut_sets import Cut
from graph.analysis.dependency.cut_sets.of_many import grouped
from graph.analysis.dependency.home import home
from graph.measures.behind import support_below
from graph.measures.cuts import ALL, TARGETS, CutQuestion, search_limits
from graph.measures.envelope import Answer
from graph.measures.measure import Limits, Measure
from graph.measures.panels import DEPENDENCY
from graph.measures.question import Limited
from graph.measures.ranking import TableRanking
from graph.measures.table import Table, columns, fields
from graph.measures.targets import order_within, targets_in
from graph.measures.told import lost
from graph.snapshots.snapshot import Snapshot


class ChokepointsQuestion(Limited, CutQuestion):
    """Whose loss is counted, and what it stops."""

    targets: str = Field(default="labs", description=TARGETS)
    max_order: int = Field(default=1, ge=1, description="1: one at a time; 2: pairs too; 3: triples too")
    limit: int | None = Field(
        default=25, ge=1, le=500, description="most rows of each order; a file has all when left out"
    )
    weights: Weighting = Field(default=Weighting.EQUAL, description="how targets are weighed")


class CountedChokepoint(Chokepoint):
    """A chokepoint, with its names and the counts of what it stops."""

    names: tuple[str, ...] = Field(description="of the members, in their order")
    likely_stops: int = Field(description="how many targets it stops in the reading asked for, the certain included")
    of: int = Field(description="the denominator: known targets elsewhere")
    own: int = Field(description="known targets at home with a member: in none of the other figures")
    why: str | None = Field(
        default=None,
        description="the chain from the first that it stops to what is cut off; what nobody states where it decides",
    )


class CountedChokepoints(Chokepoints):
    """Chokepoints, of each order those first that likely stop most, then those that do for certain."""

    chokepoints: tuple[CountedChokepoint, ...]


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
    result = _counted(snapshot, found, _judged(snapshot, cut, wanted, found))
    return Answer(result, edges=edges, not_counted=("chokepoints",) if more or found.truncated else ())


def _judged(snapshot: Snapshot, cut: Cut, wanted: Sequence[str], found: Chokepoints) -> list[str]:
    """Return the targets that are counted: those known, on which somebody can lay a ban."""
    known = [target for target in wanted if target not in set(found.not_known)]
    refused = grouped(snapshot, cut, known)[1]
    return [target for target in known if target not in refused]


def _counted(snapshot: Snapshot, found: Chokepoints, judged: Sequence[str]) -> CountedChokepoints:
    homes = [home(snapshot, target).members | {target} for target in judged]
    rows = []
    for row in found.chokepoints:
        own = sum(not one.isdisjoint(row.members) for one in homes)
        rows.append(
            CountedChokepoint(
                **dict(row), names=tuple(snapshot.nodes[member].name for member in row.members),
                likely_stops=len(row.stops), of=len(judged) - own, own=own,
                why=row.stops[0].why if row.stops else undecided(row.possible_stops),
            )
        )  # fmt: skip
    return CountedChokepoints(**dict(found) | {"chokepoints": tuple(rows)})


def _stopping(row: CountedChokepoint) -> tuple[int, int]:
    """Return what it stops, in the figures that are shown."""
    return row.certain_stops, row.likely_stops


MEASURE = Measure(
    answer=chokepoints,
    title="Which country, company or entity, pair or triple, stops most of the targets",
    panel=DEPENDENCY,
    path="/chokepoints",
    question=ChokepointsQuestion,
    result=CountedChokepoints,
    tables=(
        Table(
            "chokepoints",
            columns(
                "members",
                certain="certain_stops",
                likely="likely_stops",
                possible="possible_stops",
                of="of",
                mean_loss=lost("criticality"),
                why="why",
            ),
            per="order",
            ranking=TableRanking(_stopping, "stop", "as many"),
            file=fields(
                "order", "members", certain="certain_stops", likely="likely_stops", possible="possible_stops",
                of="of", own="own", criticality="criticality", stops="stops.id", why="why",
            ),
        ),
    ),
    example={"targets": "labs", "over": "country"},
)  # fmt: skip
