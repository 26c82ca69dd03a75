"""Every declared measure, over its address: one envelope, its limit, its sources, its parameters; and the docs."""

import json
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Annotated, get_args, get_origin

import jsonschema
import pytest
from fastapi.testclient import TestClient
from pydantic import BaseModel, Field, TypeAdapter, ValidationError
from pydantic.fields import FieldInfo

from api.app import create_app
from api.settings import Settings
from graph.facts.border import Day
from graph.measures.declared import every
from graph.measures.envelope import Answer
from graph.measures.measure import Limits, Measure, evaluate
from graph.measures.question import Limited, Question, asked
from graph.measures.table import Table, columns
from graph.snapshots.snapshot import Snapshot
from scripts import measures_docs
from tests.api.conftest import LOCAL

MEASURES = {measure.name: measure for measure in every()}
NO_EDGES = {"report", "find", "names", "match", "adoption"}
"""Measures that count or list, and rest on no single relation."""


def ask(client, measure, **more):
    given = dict(measure.example) | more
    path = "/v1" + measure.path
    for name in measure.in_path:
        path = path.replace(f"{{{name}}}", str(given.pop(name)))
    body = given.pop(measure.body, None) if measure.body else None
    return client.request(measure.method, path, params=given, json=body)


@pytest.fixture(scope="module")
def schema(atlas):
    return atlas.get("/openapi.json").json()


@pytest.mark.parametrize("name", MEASURES)
def test_the_example_is_answered_in_the_envelope_that_is_declared(atlas, schema, name):
    measure = MEASURES[name]
    answer = ask(atlas, measure)
    assert answer.status_code == 200, answer.text
    body = answer.json()
    assert set(body["meta"]) >= {"graph_version", "as_of", "lens", "horizon", "truncated", "limits", "assumptions"}
    assert body["meta"]["truncated"] == bool(body["meta"]["limits"])
    assert not {"truncated", "limits", "assumptions", "took_ms"} & (set(body) | {"took_ms"} & set(body["meta"]))
    assert body["sources"] or name in NO_EDGES
    assert (next(iter(body)), list(body)[-1]) == ("meta", "sources"), "what was found stands between"
    operation = schema["paths"]["/v1" + measure.path][measure.method.lower()]
    declared = operation["responses"]["200"]["content"]["application/json"]["schema"]
    jsonschema.validate(body, declared | {"components": schema["components"]})
    assert ask(atlas, measure).content == answer.content, "equal questions give equal bytes"


@pytest.mark.parametrize("name", [name for name, one in MEASURES.items() if issubclass(one.question, Limited)])
def test_a_limit_is_kept_and_said(atlas, name):
    measure = MEASURES[name]
    whole, cut = ask(atlas, measure).json(), ask(atlas, measure, limit=1).json()
    rows = measure.tables[0].rows if measure.tables else None
    if rows is None or not isinstance(whole[rows], list) or measure.tables[0].per:
        return
    assert len(cut[rows]) <= 1
    if len(whole[rows]) > 1:
        assert cut["meta"]["truncated"]
        assert cut["meta"]["limits"]["limit"] == 1


@pytest.mark.parametrize("name", MEASURES)
def test_what_is_not_declared_is_refused_with_what_is(atlas, schema, name):
    measure = MEASURES[name]
    refused = ask(atlas, measure, nonsense="1")
    assert (refused.status_code, refused.headers["content-type"]) == (422, "application/problem+json")
    assert refused.json()["field"] == "nonsense"
    operation = schema["paths"]["/v1" + measure.path][measure.method.lower()]
    named = {row["name"] for row in operation.get("parameters", ()) if row["in"] == "query"}
    assert set(refused.json()["suggestions"]) == named
    for status, response in operation["responses"].items():
        if status not in ("200", "304"):  # a 304 has no body
            assert "application/problem+json" in response["content"], f"{status} is a problem"
    assert "HTTPValidationError" not in json.dumps(operation)


def test_the_docs_are_those_of_the_declarations():
    page = Path(measures_docs.TARGET).read_text(encoding="utf-8")
    assert page == measures_docs.text(), "run: python scripts/measures_docs.py"


class CountQuestion(Question):
    """A kind."""

    kind: str = Field(default="Lab", description="what is counted")


class Count(BaseModel):
    """How many there are."""

    counted: int


def toy(snapshot: Snapshot, question: CountQuestion, limits: Limits) -> Answer:
    """Return how many nodes of a kind there are."""
    found = [node for node in snapshot.nodes.values() if node.kind == question.kind]
    return Answer(Count(counted=len(found)), nodes=found)


@pytest.mark.parametrize("day", ["0001-01-01", "9999-12-31"])
@pytest.mark.parametrize("name", MEASURES)
def test_the_first_and_the_last_day_there_are_are_days_like_any_other(atlas, name, day):
    """A span before the first day, or after the last, is a day that no calendar has."""
    measure = MEASURES[name]
    for key, info in measure.question.model_fields.items():
        if any(kind in (date, Day) for kind in (info.annotation, *get_args(info.annotation))):
            answer = ask(atlas, measure, **{info.alias or key: day})
            assert answer.status_code in (200, 404, 413, 422), f"{key}: {answer.text[:300]}"


@pytest.mark.parametrize("name", [name for name, one in MEASURES.items() if one.body])
def test_a_number_in_a_body_is_no_truth_value_and_no_text(name):
    """Read from a body ``false`` would be 0, and answer another question."""
    for model in bodies(MEASURES[name].question.model_fields[MEASURES[name].body].annotation):
        for field, info in model.model_fields.items():
            for number in numbers(info):
                for value in (True, "0.5"):
                    assert refused(number, value), f"{model.__name__}.{field} takes {value!r}"


def refused(kind: object, value: object) -> bool:
    try:
        TypeAdapter(kind).validate_python(value)
    except ValidationError:
        return True
    return False


def bodies(kind: object) -> Iterator[type[BaseModel]]:
    """Yield the models that a type is made of."""
    if isinstance(kind, type) and issubclass(kind, BaseModel):
        yield kind
        for info in kind.model_fields.values():
            yield from bodies(info.annotation)
    for part in get_args(kind):
        yield from bodies(part)


def numbers(info: FieldInfo) -> Iterator[object]:
    """Yield the types of the numbers of a field, with what bounds them; what may be a text as well is no number."""
    if info.annotation in (int, float):
        yield Annotated[(info.annotation, *info.metadata)] if info.metadata else info.annotation
    pending = list(get_args(info.annotation))
    while pending:
        part = pending.pop()
        if part in (int, float) or (get_origin(part) is Annotated and get_args(part)[0] in (int, float)):
            yield part
        elif bool not in get_args(part):
            pending += get_args(part)


TOY = Measure(
    answer=toy, title="How many of a kind", panel="Toys", path="/toy", question=CountQuestion, result=Count,
    tables=(Table("counted", columns("counted")),), example={"kind": "Lab"},
)  # fmt: skip


def test_a_measure_declared_once_is_an_address_an_operation_a_command_and_a_row(atlas_data, atlas, tmp_path):
    from api.commands.derived import command_of

    with TestClient(create_app(Settings(data=atlas_data), measures=[TOY]), LOCAL) as client:
        body = client.get("/v1/toy").json()
        operation = client.get("/openapi.json").json()["paths"]["/v1/toy"]["get"]
    assert body["counted"] > 50
    assert body["sources"]
    assert {row["name"] for row in operation["parameters"]} == {
        "kind",
        "format",
        "fields",
        "whole",
        "as_of",
        "known_at",
        "lens",
        "horizon",
    }
    graph = atlas.app.state.current.get().graph
    assert evaluate(TOY, graph, asked(CountQuestion, {}), Limits()).model_dump()["counted"] == body["counted"]
    assert "kind" in command_of(TOY).__annotations__
    assert "| How many of a kind | `GET /v1/toy` | `toy` | `kind` |" in measures_docs.row(TOY)


@pytest.mark.parametrize("name", MEASURES)
def test_a_table_shows_a_field_that_always_has_rows(name):
    """Rows that may be null counted as one, and a client would have to ask for them twice."""
    measure = MEASURES[name]
    fields = measure.result.model_fields
    assert [table.rows for table in measure.tables if type(None) in get_args(fields[table.rows].annotation)] == []
