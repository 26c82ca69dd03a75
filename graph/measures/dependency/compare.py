"""Two what-ifs side by side."""

import numpy as np
from pydantic import Field

from graph.analysis.dependency.scenarios.results import Comparison
from graph.analysis.dependency.scenarios.scenarios import compared, run_scenario
from graph.analysis.dependency.scenarios.spec import Scenario
from graph.facts.body_part import BodyPart
from graph.measures.cascades import carriers
from graph.measures.envelope import Answer
from graph.measures.measure import Limits, Measure
from graph.measures.panels import DEPENDENCY
from graph.measures.question import WithReading
from graph.measures.support import support_of_links
from graph.snapshots.arrays import distinct
from graph.snapshots.snapshot import Snapshot


class Pair(BodyPart):
    """Two scenarios to compare."""

    first: Scenario
    second: Scenario


class CompareQuestion(WithReading):
    """Two scenarios."""

    pair: Pair = Field(description="the two scenarios")


def compare(snapshot: Snapshot, question: CompareQuestion, limits: Limits) -> Answer:
    """Return what fails in one, the other and both."""
    pair, reading = question.pair, question.reading
    both = (pair.first, pair.second)
    results = [run_scenario(snapshot, scenario, reading) for scenario in both]
    carrying = [carriers(snapshot, *run) for run in zip(both, results, strict=True)]
    return Answer(compared(*results), edges=support_of_links(snapshot, distinct(np.concatenate(carrying))))


MEASURE = Measure(
    answer=compare,
    title="Two scenarios side by side",
    panel=DEPENDENCY,
    path="/scenarios/compare",
    question=CompareQuestion,
    result=Comparison,
    example={"pair": {"first": {"remove": ["country:NLD"]}, "second": {"remove": ["country:TWN"]}}},
    body="pair",
)
