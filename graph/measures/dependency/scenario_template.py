"""What if: a scenario that has a name."""

from pydantic import Field

from graph.analysis.dependency.scenarios.templates import template
from graph.measures.cascades import TABLES, ScenarioRun, scenario_answer
from graph.measures.envelope import Answer
from graph.measures.measure import Limits, Measure
from graph.measures.panels import DEPENDENCY
from graph.measures.question import Limited, WithReading
from graph.snapshots.snapshot import Snapshot


class TemplateQuestion(Limited, WithReading):
    """A template, and values of its parameters."""

    name: str = Field(description="see /v1/scenarios")
    parameters: dict[str, str] | None = Field(default=None, description="values that differ from its defaults")
    limit: int | None = Field(default=None, ge=1, le=10_000, description="most rows of each table; all when left out")


def scenario_template(snapshot: Snapshot, question: TemplateQuestion, limits: Limits) -> Answer:
    """Return what the template does."""
    named = template(question.name)
    return scenario_answer(snapshot, named.fill(question.parameters), question.reading, named.note)


MEASURE = Measure(
    answer=scenario_template,
    title="Run a scenario template, with other parameters where it has any",
    panel=DEPENDENCY,
    path="/scenarios/{name}/run",
    question=TemplateQuestion,
    result=ScenarioRun,
    tables=TABLES,
    example={"name": "taiwan-cut-off", "parameters": {}},
    body="parameters",
)
