"""Addresses of measures, derived from their declarations: nothing here knows any one of them."""

import json
from collections.abc import Callable, Iterable, Mapping, Sequence
from inspect import Parameter, Signature
from typing import Annotated, Any

from fastapi import APIRouter, Body, Depends, Path, Query, Request, Response
from fastapi.params import Depends as DependsOn
from pydantic.fields import FieldInfo

from api.dependencies import get_graph, get_limits
from api.errors import problems
from api.formats import NOT_STORED, alternates, tag, unchanged
from api.forms import Form, form_of
from graph.formats.networks import NETWORK_MEDIA_TYPES, NETWORK_WRITERS, NetworkFormat
from graph.formats.tabular import MEDIA_TYPES, WRITERS, TableFormat, available
from graph.knowledge_graph import KnowledgeGraph
from graph.measures.envelope import Envelope
from graph.measures.measure import Limits, Measure, evaluate, every_row, snapshot_of, today
from graph.measures.question import Question, asked
from graph.measures.sheets import filed, ids_of, parts_of_file
from graph.measures.size import fitted, parts_of

JSON = "application/json"
TIME = "seconds"
"""The limit of an answer that had to end early."""
ANSWER = {"json": JSON}
Replies = dict[int | str, dict[str, Any]]
"""What may be answered, by status."""


def offered(measure: Measure[Any]) -> Mapping[str, str]:
    """Return the forms of a measure's answers, media types by name: JSON, those of its tables and of its network."""
    tables = {form.value: MEDIA_TYPES[form] for form in available()} if measure.tables else {}
    networks = {form.value: NETWORK_MEDIA_TYPES[form] for form in NetworkFormat} if measure.network else {}
    return ANSWER | tables | networks


def add_measures(
    router: APIRouter, measures: Iterable[Measure[Any]], prefix: str, checked: Sequence[DependsOn], told: Replies
) -> None:
    """Add the addresses of measures, as they are: a router that is included in another makes every route anew.

    Parameters
    ----------
    router : APIRouter
        Of the application.
    measures : iterable of Measure
    prefix : str
        Before their addresses.
    checked : sequence
        What every request goes through.
    told : Replies
        Answers that every address may give.
    """
    for measure in measures:
        files = [media.partition(";")[0] for media in offered(measure).values() if media != JSON]
        router.add_api_route(
            prefix + measure.path,
            _endpoint(measure),
            methods=[measure.method],
            summary=measure.title,
            description=measure.description,
            operation_id=measure.name.replace("-", "_"),
            tags=[measure.panel],
            response_model=measure.model,
            dependencies=checked,
            responses={
                **told,
                200: {"content": {media: {"schema": {"type": "string", "format": "binary"}} for media in files}},
                304: {"description": "The caller has the answer already (`If-None-Match`)"},
                **problems(400, 404, 406, 413, 504),
            },
        )


def _endpoint(measure: Measure[Any]) -> Callable[..., Response]:
    forms = offered(measure)

    def answer(request: Request, graph: KnowledgeGraph, limits: Limits, form: Form, **given: Any) -> Response:
        headers = {
            "Vary": "Accept, Prefer",
            "Cache-Control": NOT_STORED,
            "Link": alternates(request, forms, form.name),
            "X-Graph-Version": graph.version,
        }
        if measure.method == "GET":
            headers["ETag"] = tag(graph.version, request, today(), str(form))
            if unchanged(request, headers["ETag"]):
                return Response(status_code=304, headers=headers)
        parts = parts_of(measure, form.fields)
        question = asked(measure.question, given)
        if (form.name != "json" or form.whole) and not form.limited:
            question, limits = every_row(question, limits)
        if form.name in set(NetworkFormat):
            made = _network(measure, graph, question, limits, form)
            made.headers.update(headers)
            return made
        found = evaluate(measure, graph, question, limits)
        if TIME in found.meta.limits:  # at another moment an equal question may get further
            headers.pop("ETag", None)
        if form.name != "json":
            return _file(measure, graph, found, form, headers)
        text = found.model_dump_json(by_alias=True, include=parts).encode()
        if len(text) > limits.answer_bytes and not (form.whole or form.limited):
            found = fitted(found, measure.tables, question, parts, limits.answer_bytes)
            text = found.model_dump_json(by_alias=True, include=parts).encode()
        return Response(text, media_type=JSON, headers=headers)

    read = form_of(forms, [table.rows for table in measure.tables])
    own = [
        Parameter(name, Parameter.KEYWORD_ONLY, annotation=_annotation(measure, name, field), default=_default(field))
        for name, field in measure.question.model_fields.items()
    ]
    shared = [
        Parameter("request", Parameter.KEYWORD_ONLY, annotation=Request),
        Parameter("graph", Parameter.KEYWORD_ONLY, annotation=Annotated[KnowledgeGraph, Depends(get_graph)]),
        Parameter("limits", Parameter.KEYWORD_ONLY, annotation=Annotated[Limits, Depends(get_limits)]),
        Parameter("form", Parameter.KEYWORD_ONLY, annotation=Annotated[Form, Depends(read)]),
    ]
    answer.__signature__ = Signature([*shared, *own])  # type: ignore[attr-defined]
    answer.__name__ = measure.answer.__name__
    return answer


def _network(measure: Measure[Any], graph: KnowledgeGraph, question: Question, limits: Limits, form: Form) -> Response:
    """Return an answer as a file for graph programs: every entity and link, unknown figures left out."""
    if measure.network is None:
        raise TypeError(f"{measure.name} is no network")
    network = measure.network(snapshot_of(graph, question), question, limits)
    kind = NetworkFormat(form.name)
    name = f"supplygraph-{measure.name}-{graph.version[:12]}.{kind.value}"
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    return Response("".join(NETWORK_WRITERS[kind](network)), media_type=NETWORK_MEDIA_TYPES[kind], headers=headers)


def _file(
    measure: Measure[Any], graph: KnowledgeGraph, found: Envelope, form: Form, headers: dict[str, str]
) -> Response:
    """Return a table of an answer as a file: every row."""
    content = json.loads(found.model_dump_json(by_alias=True))
    kind = TableFormat(form.name)
    parts = parts_of_file(content, measure.tables, form.table)
    chosen = filed(content, parts, measure.result, graph.names(ids_of(content, parts)), kind)
    headers |= {f"X-{name.replace('_', '-').title()}": value for name, value in chosen.about.items()}
    headers["X-Table"] = ",".join(part.rows for part in parts)
    name = f"supplygraph-{measure.name}-{found.meta.graph_version[:12]}.{kind.value}"
    headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return Response(WRITERS[kind](chosen), media_type=MEDIA_TYPES[kind], headers=headers)


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
