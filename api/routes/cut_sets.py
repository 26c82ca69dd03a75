"""What stops an entity: minimal cut sets, by collapse or by ban."""

from typing import Annotated

from fastapi import APIRouter, Depends, Query

from api.dependencies import Envelope, Question, answer, get_settings
from api.routes.dependencies import edges_behind
from api.settings import Settings
from graph.analysis.ban import DE_MINIMIS, Reach
from graph.analysis.closure import upstream
from graph.analysis.cut_sets import Action, CutSets, cut_sets
from graph.analysis.readings import Reading, Semantics
from graph.analysis.universe import Over
from graph.errors import LimitError

router = APIRouter(tags=["cut sets"])


class CutSetsAnswer(CutSets, Envelope):
    """Minimal cut sets, with the evidence of the entity's whole closure."""


@router.get("/cut-sets/{node_id}", summary="The smallest sets of entities, companies or countries that stop an entity")
def cut_sets_of(
    node_id: str,
    question: Annotated[Question, Depends()],
    settings: Annotated[Settings, Depends(get_settings)],
    over: Annotated[Over, Query(description="what the members are")] = Over.ENTITY,
    max_order: Annotated[int | None, Query(ge=1, description="largest set; the setting cut_order bounds it")] = None,
    action: Annotated[Action, Query(description="they are gone, or they stop supplying")] = Action.COLLAPSE,
    on: Annotated[
        list[str] | None, Query(description="customers of a ban; the target's own countries when left out")
    ] = None,
    reach: Annotated[Reach, Query(description="of a ban")] = Reach.DIRECT,
    de_minimis: Annotated[
        float, Query(ge=0, le=1, description="content beyond which a foreign product counts")
    ] = DE_MINIMIS,
    reading: Reading = Reading.KNOWN,
    semantics: Semantics = Semantics.OPERATIONAL,
) -> CutSetsAnswer:
    """Return every minimal cut set up to an order; `truncated` says that there may be more."""
    order = min(3, settings.cut_order) if max_order is None else max_order
    if order > settings.cut_order:
        raise LimitError(f"max_order may be {settings.cut_order} at most (SUPPLYGRAPH_CUT_ORDER)", "max_order")
    customers = [country for part in on or () for country in part.split(",")]
    snapshot = question.snapshot
    found = cut_sets(
        snapshot, node_id, over, order, action, customers, reach, de_minimis, reading, semantics,
        seconds=settings.seconds,
    )  # fmt: skip
    edges = edges_behind(snapshot, upstream(snapshot, found.id).edges)
    return answer(CutSetsAnswer, question, found, edges=edges)
