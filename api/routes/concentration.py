"""How concentrated supply is, and how long stocks last."""

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Annotated

from fastapi import APIRouter, Depends, Query

from api.dependencies import Envelope, Question, answer
from api.routes.dependencies import edges_behind
from graph.analysis.dependency.closure import upstream
from graph.analysis.dependency.concentration import (
    By,
    Concentration,
    StackConcentration,
    concentration,
    stack_concentration,
)
from graph.analysis.dependency.stocks import RunOuts, run_out
from graph.errors import QuestionError
from graph.facts import Source
from graph.snapshot import Snapshot

router = APIRouter(tags=["concentration"])


class ConcentrationAnswer(Concentration, Envelope):
    """HHI of each input, by basis and period."""


class StackConcentrationAnswer(StackConcentration, Envelope):
    """HHI of every need along a stack."""


class RunOutAnswer(RunOuts, Envelope):
    """How long stocks last, as a range."""


def named_sources(snapshot: Snapshot, ids: Iterable[str]) -> Mapping[str, Source]:
    """Return the sources that rows name."""
    return {source_id: snapshot.graph.sources[source_id] for source_id in sorted(set(ids))}


def listed(values: Iterable[str] | None) -> list[str]:
    """Read ids given one by one or separated by commas."""
    return [part.strip() for value in values or () for part in value.split(",") if part.strip()]


@router.get("/concentration", summary="Herfindahl-Hirschman index of each input as an interval, by basis and period")
def concentration_of(
    question: Annotated[Question, Depends()],
    input: Annotated[list[str] | None, Query(description="only these inputs")] = None,
    by: Annotated[By, Query(description="group suppliers by company or country")] = By.COMPANY,
) -> ConcentrationAnswer:
    """Return one row a share set: what nobody named makes the index an interval."""
    snapshot = question.snapshot
    found = concentration(snapshot, listed(input), by)
    made = answer(ConcentrationAnswer, question, found)
    sources = named_sources(snapshot, (source for row in found.rows for source in row.sources))
    return made.model_copy(update={"sources": sources})


@router.get("/concentration/{node_id}", summary="Concentration of every need along an entity's stack")
def concentration_along(
    node_id: str,
    question: Annotated[Question, Depends()],
    by: Annotated[By, Query(description="group suppliers by company or country")] = By.COUNTRY,
) -> StackConcentrationAnswer:
    """Return the needs of the whole closure, the most concentrated first."""
    snapshot = question.snapshot
    found = stack_concentration(snapshot, node_id, by)
    edges = edges_behind(snapshot, upstream(snapshot, found.id).edges)
    return answer(StackConcentrationAnswer, question, found, edges=edges)


@router.get("/stocks", summary="How long stocks last when supply is cut off, as a range with its assumption")
def stocks(
    question: Annotated[Question, Depends()],
    item: Annotated[list[str] | None, Query(description="only these chips or inputs")] = None,
    holder: Annotated[list[str] | None, Query(description="only these companies or countries")] = None,
    rate_low: Annotated[float | None, Query(gt=0, description="units used in a year, at least")] = None,
    rate_high: Annotated[float | None, Query(gt=0, description="units used in a year, at most")] = None,
    cut_off: Annotated[date | None, Query(description="day on which supply stops; default the day asked for")] = None,
) -> RunOutAnswer:
    """Return one row a stock; without a rate there are quantities and no days."""
    if (rate_low is None) != (rate_high is None):
        raise QuestionError("give rate_low and rate_high together: a rate is a range", "rate_low")
    rate = None if rate_low is None or rate_high is None else (rate_low, rate_high)
    snapshot = question.snapshot
    found = run_out(snapshot, listed(item), listed(holder), rate, cut_off)
    made = answer(RunOutAnswer, question, found)
    sources = named_sources(snapshot, (source for row in found.rows for source in row.sources))
    return made.model_copy(update={"sources": sources})
