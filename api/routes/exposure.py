"""Look-through exposure: what share of an entity rests on whom, all the way down."""

from typing import Annotated

from fastapi import APIRouter, Depends, Query

from api.dependencies import Envelope, Question, answer
from api.routes.dependencies import edges_behind
from graph.analysis.dependency.closure import upstream
from graph.analysis.dependency.exposure import Exposure, To, exposure
from graph.analysis.dependency.stack import ExposureMatrix, StackExposure, exposure_matrix, stack_exposure
from graph.ontology import Layer

router = APIRouter(tags=["exposure"])


class ExposureAnswer(Exposure, Envelope):
    """Exposure of an entity, with the evidence of its whole closure."""


@router.get(
    "/exposure/{node_id}", summary="Direct, look-through and hidden exposure to countries, companies or spheres"
)
def exposure_of(
    node_id: str,
    question: Annotated[Question, Depends()],
    to: Annotated[To, Query(description="whom to measure against")] = To.COUNTRY,
) -> ExposureAnswer:
    """Return rows, largest look-through exposure first."""
    snapshot = question.snapshot
    result = exposure(snapshot, node_id, to)
    edges = edges_behind(snapshot, upstream(snapshot, result.id).edges)
    return answer(ExposureAnswer, question, result, edges=edges)


class StackExposureAnswer(StackExposure, Envelope):
    """What a country's whole stack rests on."""


class ExposureMatrixAnswer(ExposureMatrix, Envelope):
    """Country by country, direct and looked through."""


@router.get("/exposure-of-stack/{country}", summary="What a country's whole stack rests on, layer by layer")
def exposure_of_stack(
    country: str,
    question: Annotated[Question, Depends()],
    to: Annotated[To, Query(description="whom to measure against")] = To.COUNTRY,
) -> StackExposureAnswer:
    """Return the mean exposure of the country's entities on each layer, and over the layers."""
    return answer(StackExposureAnswer, question, stack_exposure(question.snapshot, country, to))


@router.get("/exposure-matrix", summary="Exposure of every country to every country on one layer")
def exposure_by_country(
    question: Annotated[Question, Depends()],
    layer: Annotated[Layer, Query(description="whose entities are measured")],
) -> ExposureMatrixAnswer:
    """Return two matrices, rows resting on columns."""
    return answer(ExposureMatrixAnswer, question, exposure_matrix(question.snapshot, layer))
