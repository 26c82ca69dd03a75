"""What if: a free scenario."""

from pydantic import Field

from graph.analysis.dependency.scenarios.spec import Scenario
from graph.measures.cascades import TABLES, ScenarioRun, scenario_answer
from graph.measures.envelope import Answer
from graph.measures.measure import Limits, Measure
from graph.measures.panels import DEPENDENCY
from graph.measures.question import Limited, WithReading
from graph.snapshots.snapshot import Snapshot


class ScenarioQuestion(Limited, WithReading):
    """A scenario."""

    scenario: Scenario = Field(description="what is removed, banned or changed, and whom to report on")
    limit: int | None = Field(default=None, ge=1, le=10_000, description="most rows of each table; all when left out")


def scenario(snapshot: Snapshot, question: ScenarioQuestion, limits: Limits) -> Answer:
    """Return the cascade in order, each entity with its reason."""
    return scenario_answer(snapshot, question.scenario, question.reading)


MEASURE = Measure(
    answer=scenario,
    title="Run a free scenario: what fails, what is degraded, what survives, and why",
    panel=DEPENDENCY,
    path="/scenarios/run",
    question=ScenarioQuestion,
    result=ScenarioRun,
    tables=TABLES,
    example={"scenario": {"remove": ["country:TWN"], "targets": ["model:glm-5"]}},
    body="scenario",
)
