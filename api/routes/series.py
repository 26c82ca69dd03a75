"""Series that the debate turns on: our figures, and contradicting published ones side by side."""

from typing import Annotated

from fastapi import APIRouter, Depends, Query
from pydantic import BaseModel

from api.dependencies import Envelope, Question, answer
from graph.analysis.blocs import DEFAULT, bloc_named
from graph.analysis.series.results import Series
from graph.analysis.series.table import SERIES, series

router = APIRouter(prefix="/series", tags=["series"])


class SeriesAnswer(Series, Envelope):
    """A series with its sources."""


class SeriesRow(BaseModel):
    """What a series says."""

    name: str
    title: str
    definition: str
    unit: str
    by_benchmark: bool


class SeriesList(BaseModel):
    """All series."""

    items: list[SeriesRow]


@router.get("", summary="The series there are")
def list_series() -> SeriesList:
    """Return every series with its definition."""
    return SeriesList(
        items=[
            SeriesRow(
                name=name, title=kind.title, definition=kind.definition, unit=kind.unit, by_benchmark=kind.by_benchmark
            )
            for name, kind in SERIES.items()
        ]
    )


@router.get("/{name}", summary="Capability lag, prices, open weights, token shares, downloads, users")
def one_series(
    name: str,
    question: Annotated[Question, Depends()],
    benchmark: Annotated[str | None, Query(description="whose scores are used, where the series goes by score")] = None,
    bloc: Annotated[str, Query(description="whose models count for which side")] = DEFAULT,
) -> SeriesAnswer:
    """Return the points that follow from our facts, and what others have published on the topic."""
    result, edges, nodes = series(question.snapshot, name, bloc_named(bloc), benchmark)
    return answer(SeriesAnswer, question, result, edges=edges, nodes=nodes)
