"""What would change if some countries rested on others."""

from pydantic import Field

from graph.analysis.fragmentation.adoption import Adoption, AdoptionSpec
from graph.analysis.fragmentation.adoption import adoption as before_and_after
from graph.analysis.fragmentation.explanation import edges_behind
from graph.analysis.fragmentation.layers.shares import measure
from graph.measures.envelope import Answer
from graph.measures.layers import LayersQuestion, choice_of, coverage_of
from graph.measures.measure import Limits, Measure
from graph.measures.panels import FRAGMENTATION
from graph.measures.table import Table, columns
from graph.snapshots.snapshot import Snapshot


class AdoptionQuestion(LayersQuestion):
    """An adoption scenario; its layer and tie are the ones measured."""

    spec: AdoptionSpec = Field(description="who moves where")


def adoption(snapshot: Snapshot, question: AdoptionQuestion, limits: Limits) -> Answer:
    """Return fragmentation, alignment, contestedness and look-through exposure before and after."""
    choice = choice_of(snapshot, question).on(question.spec.layer, question.spec.tie)
    result = before_and_after(snapshot, question.spec, choice, question.draws)
    measured = measure(snapshot, choice)
    return Answer(result, edges=edges_behind(snapshot, measured), coverage=coverage_of(measured))


MEASURE = Measure(
    answer=adoption,
    title="What if some countries rested on others: before and after",
    panel=FRAGMENTATION,
    path="/fragmentation/adoption",
    question=AdoptionQuestion,
    result=Adoption,
    tables=(
        Table(
            "countries",
            columns(
                "country", alignment_before="before.alignment", alignment_before_range="before.alignment_range",
                alignment_after="after.alignment", alignment_after_range="after.alignment_range",
                contestedness_before="before.contestedness",
                contestedness_before_range="before.contestedness_range",
                contestedness_after="after.contestedness", contestedness_after_range="after.contestedness_range",
                look_through_before="before.look_through", look_through_after="after.look_through",
            ),
            "Countries",
        ),
        Table(
            "changes",
            columns("figure", "before", "after", "change", "before_range", "after_range"),
            "The layer",
        ),
    ),
    example={
        "spec": {"layer": "clouds", "shifts": [{"countries": ["country:IDN"], "points": 20, "to": "China"}]}
    },
    body="spec",
)  # fmt: skip
