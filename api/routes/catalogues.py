"""What there is to ask about: kinds, data sets, series, scenarios, ties and blocs. Of no day: without an envelope."""

from collections import Counter
from collections.abc import Mapping
from typing import Annotated

from fastapi import APIRouter, Depends, Path
from pydantic import BaseModel

from api.dependencies import get_stored
from graph.analysis.blocs import Bloc, presets
from graph.analysis.dependency.scenarios.templates import Template, template, templates
from graph.analysis.fragmentation.ties.table import TIES
from graph.analysis.series.table import SERIES
from graph.facts.source_report import SourceReport
from graph.ontology import Layer
from graph.stores.versions.version_file import StoredGraph

router = APIRouter(tags=["What there is"])


class DatasetRow(SourceReport):
    """One data set: licence, counts, staleness, and how its facts were checked."""

    pages_cited: int = 0
    checked: Mapping[str, int] = {}


class SourcesAnswer(BaseModel):
    """Every data set, those left out included."""

    graph_version: str
    built_at: str
    datasets: list[DatasetRow]


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


@router.get("/series", summary="The series there are")
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


class TemplateList(BaseModel):
    """Scenario templates."""

    items: tuple[Template, ...]


@router.get("/scenarios", summary="Scenario templates")
def list_scenarios() -> TemplateList:
    """Return every template with its question and parameters."""
    return TemplateList(items=tuple(templates().values()))


@router.get("/scenarios/{name}", summary="One scenario template")
def get_scenario(
    name: Annotated[
        str, Path(description="see /v1/scenarios", openapi_examples={"example": {"value": "taiwan-cut-off"}})
    ],
) -> Template:
    """Return a template; run it with POST /v1/scenarios/{name}/run."""
    return template(name)


class TieAnswer(BaseModel):
    """One way in which countries rest on suppliers."""

    layer: Layer
    name: str
    meaning: str
    counted: str
    horizon: str
    follows: list[str]
    default: bool


class TiesAnswer(BaseModel):
    """All ties, by layer."""

    ties: list[TieAnswer]


class BlocsAnswer(BaseModel):
    """The presets of blocs, the default first."""

    blocs: list[Bloc]


@router.get("/fragmentation/ties", summary="Which ties link a country to its suppliers on each layer")
def ties() -> TiesAnswer:
    """Return the table of ties, the default of each layer first."""
    return TiesAnswer(
        ties=[
            TieAnswer(
                layer=layer, name=row.name, meaning=row.meaning, counted=row.counted, horizon=row.horizon.value,
                follows=sorted(kind.value for kind in row.follows), default=row is rows[0],
            )
            for layer, rows in TIES.items()
            for row in rows
        ]
    )  # fmt: skip


@router.get("/fragmentation/blocs", summary="Presets of blocs with their rules and citations")
def blocs() -> BlocsAnswer:
    """Return the presets; any other assignment may be passed in."""
    return BlocsAnswer(blocs=list(presets().values()))
