"""What stops an entity: minimal cut sets, by collapse or by ban."""

from typing import Annotated

from fastapi import APIRouter, Depends, Query

from api.dependencies import Envelope, Question, answer, get_settings
from api.routes.chokepoints import parse_targets
from api.routes.dependencies import edges_behind
from api.settings import Settings
from graph.analysis.dependency.all_cut_sets import AllCutSets, cut_sets_of_all, smallest_bans
from graph.analysis.dependency.ban import DE_MINIMIS, Reach
from graph.analysis.dependency.closure import upstream
from graph.analysis.dependency.cut_sets import Action, CutSets, cut_sets
from graph.analysis.dependency.readings import Reading, Semantics
from graph.analysis.dependency.universe import Over
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


class AllCutSetsAnswer(AllCutSets, Envelope):
    """Minimal cut sets of many targets."""


@router.get("/cut-sets", summary="Minimal cut sets of many targets at once, or the smallest ban that stops each")
def cut_sets_of_many(
    question: Annotated[Question, Depends()],
    settings: Annotated[Settings, Depends(get_settings)],
    targets: Annotated[str, Query(description="kind:lab, kind:model, or ids separated by commas")] = "kind:lab",
    over: Annotated[Over, Query(description="what the members are")] = Over.COUNTRY,
    max_order: Annotated[int, Query(ge=1, description="largest set")] = 2,
    action: Annotated[Action, Query(description="they are gone, or they stop supplying")] = Action.COLLAPSE,
    reach: Annotated[Reach, Query(description="of a ban")] = Reach.DIRECT,
    de_minimis: Annotated[
        float, Query(ge=0, le=1, description="content beyond which a foreign product counts")
    ] = DE_MINIMIS,
    reading: Reading = Reading.KNOWN,
) -> AllCutSetsAnswer:
    """Return one row a target; `limits` says where the search stopped."""
    if max_order > settings.cut_order:
        raise LimitError(f"max_order may be {settings.cut_order} at most (SUPPLYGRAPH_CUT_ORDER)", "max_order")
    wanted, snapshot = parse_targets(targets), question.snapshot
    if action == Action.BAN:
        found = smallest_bans(snapshot, wanted, over, max_order, reach, de_minimis, reading, seconds=settings.seconds)
    else:
        found = cut_sets_of_all(snapshot, wanted, over, max_order, reading, seconds=settings.seconds)
    return answer(AllCutSetsAnswer, question, found)
