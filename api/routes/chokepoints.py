"""Who stops most: chokepoints ranked over many targets at once."""

from typing import Annotated

from fastapi import APIRouter, Depends, Query

from api.dependencies import Envelope, Question, answer, get_settings
from api.settings import Settings
from graph.analysis.dependency.criticality import Chokepoints, Weighting, chokepoints
from graph.analysis.dependency.readings import Reading
from graph.analysis.dependency.universe import Over
from graph.errors import LimitError, QuestionError
from graph.ontology import NODE_TYPES, NodeKind

router = APIRouter(tags=["chokepoints"])
_KINDS = {row.prefix: kind for kind, row in NODE_TYPES.items()}


class ChokepointsAnswer(Chokepoints, Envelope):
    """Chokepoints, the most critical first."""


def parse_targets(text: str) -> NodeKind | list[str]:
    """Read `kind:model`, or ids separated by commas.

    Raises
    ------
    QuestionError
        Naming the kinds there are.
    """
    if not text.startswith("kind:"):
        return [part.strip() for part in text.split(",") if part.strip()]
    wanted = text.removeprefix("kind:").casefold()
    kind = _KINDS.get(wanted) or next((k for k in NodeKind if k.value.casefold() == wanted), None)
    if kind is None:
        known = [f"kind:{prefix}" for prefix in _KINDS]
        raise QuestionError(f"targets: no kind {wanted!r}; there are {', '.join(known)}", "targets", known)
    return kind


@router.get("/chokepoints", summary="Which country, company or entity, pair or triple, stops most of the targets")
def ranked_chokepoints(
    question: Annotated[Question, Depends()],
    settings: Annotated[Settings, Depends(get_settings)],
    targets: Annotated[str, Query(description="kind:model, kind:lab, or ids separated by commas")] = "kind:model",
    over: Annotated[Over, Query(description="what is lost")] = Over.COUNTRY,
    max_order: Annotated[int, Query(ge=1, description="1: one at a time; 2: pairs too; 3: triples too")] = 1,
    limit: Annotated[int, Query(ge=1, le=500, description="most rows")] = 25,
    sigma: Annotated[float, Query(ge=0, le=1, description="substitutability in `criticality`")] = 0.5,
    weights: Annotated[Weighting, Query(description="how targets are weighed")] = Weighting.EQUAL,
    reading: Reading = Reading.KNOWN,
) -> ChokepointsAnswer:
    """Return sets with the targets that they stop, and the weighted capacity that all targets lose."""
    if max_order > settings.cut_order:
        raise LimitError(f"max_order may be {settings.cut_order} at most (SUPPLYGRAPH_CUT_ORDER)", "max_order")
    found = chokepoints(
        question.snapshot, parse_targets(targets), over, max_order, limit, sigma, weights, reading,
        seconds=settings.seconds,
    )  # fmt: skip
    return answer(ChokepointsAnswer, question, found)
