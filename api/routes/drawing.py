"""Pictures: the layered drawing of one entity, as data for the page or as an SVG file."""

from typing import Annotated, Literal

from fastapi import APIRouter, Depends, Query, Response

from api.dependencies import Envelope, Question, answer
from graph.drawing.drawing import Drawing, drawing
from graph.drawing.svg import svg

router = APIRouter(tags=["pictures"])


class DrawingAnswer(Drawing, Envelope):
    """A picture with coordinates."""


@router.get(
    "/drawing/{node_id}",
    summary="The layered picture of what an entity rests on, or of what rests on it",
    response_model=DrawingAnswer,
    responses={200: {"content": {"image/svg+xml": {}}}},
)
def draw(
    node_id: str,
    question: Annotated[Question, Depends()],
    direction: Annotated[Literal["up", "down"], Query(description="what it rests on, or what rests on it")] = "up",
    scale: Annotated[float, Query(gt=0, le=4, description="multiplies the most boxes of each band")] = 1.0,
    format: Annotated[Literal["json", "svg"], Query()] = "json",
) -> DrawingAnswer | Response:
    """Return boxes, pills and links with coordinates, largest bands collapsed."""
    snapshot = question.snapshot
    drawn = drawing(snapshot, node_id, down=direction == "down", scale=scale)
    if format == "svg":
        name = snapshot.nodes[drawn.root].name
        what = f"What {name} rests on" if direction == "up" else f"What rests on {name}"
        caption = (
            f"{what}, as of {snapshot.as_of}, lens {snapshot.lens}, purpose {snapshot.purpose}, graph "
            f"{snapshot.graph.version[:12]}. Supplygraph"
        )
        return Response(svg(drawn, what, caption), media_type="image/svg+xml")
    return answer(DrawingAnswer, question, drawn)
