"""What if: templates by name, free scenarios, two side by side."""

from collections.abc import Collection
from typing import Annotated

from fastapi import APIRouter, Body, Depends, Query
from pydantic import BaseModel

from api.dependencies import Envelope, Question, answer
from graph.analysis.dependency.readings import Reading
from graph.analysis.dependency.scenario_spec import Scenario
from graph.analysis.dependency.scenarios import Comparison, ScenarioResult, compare_scenarios, run_scenario
from graph.analysis.dependency.templates import Template, template, templates
from graph.edges import Edge
from graph.snapshot import Snapshot

router = APIRouter(prefix="/scenarios", tags=["scenarios"])


class ScenarioAnswer(ScenarioResult, Envelope):
    """What a scenario does, with the evidence of every link that carries it."""

    scenario: Scenario


class ComparisonAnswer(Comparison, Envelope):
    """Two scenarios side by side."""


class TemplateList(BaseModel):
    """Scenario templates."""

    items: tuple[Template, ...]


class Pair(BaseModel):
    """Two scenarios to compare."""

    first: Scenario
    second: Scenario


def carried_by(snapshot: Snapshot, hit: Collection[str], failed: Collection[str]) -> list[Edge]:
    """Return the edges from what is hit to what has failed: the evidence of a cascade."""
    struck, fallen = set(hit), set(failed)
    return [
        edge
        for (dependent, _, supplier), edge in snapshot.dependencies.items()
        if dependent in struck and supplier in fallen
    ]


def _answer(question: Question, scenario: Scenario, reading: Reading) -> ScenarioAnswer:
    snapshot = question.snapshot
    result = run_scenario(snapshot, scenario, reading)
    failed = {row.id for row in result.failed} | set(scenario.remove)
    hit = failed | {row.id for row in result.degraded}
    content = dict(result) | {"scenario": scenario}
    return answer(ScenarioAnswer, question, content, edges=carried_by(snapshot, hit, failed))


@router.get("", summary="Scenario templates")
def list_scenarios() -> TemplateList:
    """Return every template with its question and parameters."""
    return TemplateList(items=tuple(templates().values()))


@router.get("/{name}", summary="One scenario template")
def get_scenario(name: str) -> Template:
    """Return a template; run it with POST /v1/scenarios/{name}/run."""
    return template(name)


@router.post("/run", summary="Run a free scenario: what fails, what is degraded, what survives, and why")
def run(
    question: Annotated[Question, Depends()],
    scenario: Scenario,
    reading: Annotated[Reading, Query(description="only suppliers we know, or open needs never empty")] = Reading.KNOWN,
) -> ScenarioAnswer:
    """Return the cascade in order, each entity with its reason."""
    return _answer(question, scenario, reading)


@router.post("/compare", summary="Two scenarios side by side")
def compare(question: Annotated[Question, Depends()], pair: Pair, reading: Reading = Reading.KNOWN) -> ComparisonAnswer:
    """Return what fails in one, the other and both."""
    return answer(ComparisonAnswer, question, compare_scenarios(question.snapshot, pair.first, pair.second, reading))


@router.post("/{name}/run", summary="Run a scenario template, with other parameters where it has any")
def run_template(
    name: str,
    question: Annotated[Question, Depends()],
    parameters: Annotated[dict[str, str] | None, Body()] = None,
    reading: Reading = Reading.KNOWN,
) -> ScenarioAnswer:
    """Return what the template does."""
    return _answer(question, template(name).fill(parameters), reading)
