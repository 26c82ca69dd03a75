"""How differently countries are supplied, and who moved."""

from pydantic import Field

from graph.analysis.fragmentation.countries.distances import By, Distances
from graph.analysis.fragmentation.countries.distances import distances as between
from graph.analysis.fragmentation.explanation import edges_behind
from graph.analysis.fragmentation.layers.shares import measure
from graph.analysis.fragmentation.ties.table import TIES
from graph.errors import QuestionError
from graph.facts.border import Day
from graph.measures.envelope import Answer
from graph.measures.layers import LayersQuestion, choice_of, coverage_of
from graph.measures.measure import Limits, Measure
from graph.measures.panels import FRAGMENTATION
from graph.measures.table import Table, columns, fields
from graph.snapshots.snapshot import Snapshot


class DistancesQuestion(LayersQuestion):
    """A layer, and what portfolios are compared over."""

    layer: str = Field(description="one layer, such as models or clouds")
    by: By = Field(default=By.SPHERES, description="compare portfolios over suppliers or over spheres")
    since: Day | None = Field(default=None, description="say who moved since this day")


def distances(snapshot: Snapshot, question: DistancesQuestion, limits: Limits) -> Answer:
    """Return the matrix of distances; with `since`, the moves between the two days."""
    choice = choice_of(snapshot, question)
    if len(choice.layers) != 1:
        raise QuestionError("distances are within one layer: give one", "layer", [row.value for row in TIES])
    (one,) = measure(snapshot, choice)
    edges = edges_behind(snapshot, [one])
    before = None
    if question.since is not None:
        then = snapshot.on(question.since)
        (was,) = measure(then, choice)
        before = (then, was)
        edges += edges_behind(then, [was])
    return Answer(between(snapshot, one, question.by, before), edges=edges, coverage=coverage_of([one]))


MEASURE = Measure(
    answer=distances,
    title="How differently countries are supplied on a layer, and who moved",
    panel=FRAGMENTATION,
    path="/fragmentation/distances",
    question=DistancesQuestion,
    result=Distances,
    tables=(
        Table(
            "neighbours",
            columns(
                "country", "name", "nearest", "distance", "distance_range", "as_near",
                "farthest", "farthest_distance", "farthest_distance_range", "as_far",
            ),
        ),
        Table(
            "moved",
            columns(
                "name", "by_spheres", "by_spheres_range", "alignment_before", "alignment_before_range",
                "alignment_after", "alignment_after_range", "to_rank",
            ),
            "Who moved since",
            file=fields(
                "country", "name", "by_suppliers", "by_spheres", "by_spheres_range", "alignment_before",
                "alignment_before_range", "alignment_after", "alignment_after_range", "spheres_before",
                "spheres_before_range", "spheres_after", "spheres_after_range", "to_rank",
            ),
        ),
    ),
    example={"layer": "clouds"},
    positional=("layer",),
)  # fmt: skip
