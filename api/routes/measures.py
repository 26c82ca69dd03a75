"""Addresses of measures, derived from their declarations: nothing here knows any one of them."""

from collections.abc import Callable, Iterable
from inspect import Parameter, Signature
from typing import Annotated, Any

from fastapi import APIRouter, Body, Depends, Path, Query, Response
from pydantic.fields import FieldInfo

from api.dependencies import get_graph, get_limits
from api.errors import problems
from graph.knowledge_graph import KnowledgeGraph
from graph.measures.measure import Limits, Measure, evaluate
from graph.measures.question import asked

JSON = "application/json"


def router_of(measures: Iterable[Measure[Any]]) -> APIRouter:
    """Return the addresses of measures.

    Parameters
    ----------
    measures : iterable of Measure
    """
    router = APIRouter()
    for measure in measures:
        router.add_api_route(
            measure.path,
            _endpoint(measure),
            methods=[measure.method],
            summary=measure.title,
            description=measure.description,
            operation_id=measure.name.replace("-", "_"),
            tags=[measure.panel],
            response_model=measure.model,
            responses=problems(404, 413, 504),
        )
    return router


def _endpoint(measure: Measure[Any]) -> Callable[..., Response]:
    def answer(
        graph: Annotated[KnowledgeGraph, Depends(get_graph)],
        limits: Annotated[Limits, Depends(get_limits)],
        **given: Any,
    ) -> Response:
        found = evaluate(measure, graph, asked(measure.question, given), limits)
        return Response(found.model_dump_json(by_alias=True), media_type=JSON)

    own = [
        Parameter(name, Parameter.KEYWORD_ONLY, annotation=_annotation(measure, name, field), default=_default(field))
        for name, field in measure.question.model_fields.items()
    ]
    shared = [
        Parameter("graph", Parameter.KEYWORD_ONLY, annotation=Annotated[KnowledgeGraph, Depends(get_graph)]),
        Parameter("limits", Parameter.KEYWORD_ONLY, annotation=Annotated[Limits, Depends(get_limits)]),
    ]
    answer.__signature__ = Signature([*shared, *own])  # type: ignore[attr-defined]
    answer.__name__ = measure.answer.__name__
    return answer


def _default(field: FieldInfo) -> Any:
    return Parameter.empty if field.is_required() else field.get_default(call_default_factory=True)


def _annotation(measure: Measure[Any], name: str, field: FieldInfo) -> Any:
    """Return a parameter's type with where it stands, what it means and an example."""
    told: dict[str, Any] = {"description": field.description}
    key = field.alias or name
    if key in measure.example:
        told["openapi_examples"] = {"example": {"value": measure.example[key]}}
    if name == measure.body:
        place: Any = Body(**told)
    elif name in measure.in_path:
        place = Path(**told)
    else:
        place = Query(alias=field.alias, **told)
    return Annotated[(field.annotation, *field.metadata, place)]
