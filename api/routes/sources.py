"""Where the facts come from, and how much of each thing there is."""

from collections import Counter
from collections.abc import Mapping
from typing import Annotated

from fastapi import APIRouter, Depends
from pydantic import BaseModel

from api.dependencies import Envelope, Question, answer, get_stored
from graph.analysis.fragmentation.coverage import Coverage, coverage
from graph.source_report import SourceReport
from graph.stores.versions import StoredGraph

router = APIRouter(tags=["sources"])


class DatasetRow(SourceReport):
    """One data set: licence, counts, staleness, and how its facts were checked."""

    pages_cited: int = 0
    checked: Mapping[str, int] = {}


class SourcesAnswer(BaseModel):
    """Every data set, those left out included."""

    graph_version: str
    built_at: str
    datasets: list[DatasetRow]


class ReportAnswer(Envelope, Coverage):
    """Counts by source, kind, layer and country; stale, disputed and unread facts."""


@router.get("/sources", summary="Data sets with licence, date, counts and staleness")
def sources(stored: Annotated[StoredGraph, Depends(get_stored)]) -> SourcesAnswer:
    """Return what the build took from each data set and what it left out, with the reason."""
    graph = stored.graph
    pages = Counter(source.dataset for source in graph.sources.values())
    checked: dict[str, Counter[str]] = {}
    for fact in (*graph.claims, *(f for node in graph.nodes.values() for f in node.facts)):
        checked.setdefault(fact.source.dataset, Counter())[fact.checked.value] += 1
    return SourcesAnswer(
        graph_version=graph.version,
        built_at=stored.built_at,
        datasets=[
            DatasetRow(
                **dict(report),
                pages_cited=pages.get(report.dataset, 0),
                checked=dict(checked.get(report.dataset, {})),
            )
            for report in stored.reports
        ],
    )


@router.get("/report", summary="Coverage: counts by source, kind, layer and country; conflicts; what is unread")
def report(question: Annotated[Question, Depends()]) -> ReportAnswer:
    """Return what the graph covers on the day."""
    return answer(ReportAnswer, question, coverage(question.snapshot))
