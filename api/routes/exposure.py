"""Look-through exposure: what share of an entity rests on whom, all the way down."""

from typing import Annotated

from fastapi import APIRouter, Depends, Query

from api.dependencies import Envelope, Question, answer
from api.routes.dependencies import edges_behind
from graph.analysis.closure import upstream
from graph.analysis.exposure import Exposure, To, exposure

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
