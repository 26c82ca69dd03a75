"""Every operation of the OpenAPI document, asked as its own examples say: nothing answers what it does not declare."""

import json
from functools import cache
from pathlib import Path
from urllib.parse import quote

import jsonschema
import pytest

from api.app import create_app
from api.dependencies import OWN_PARAMETERS
from api.settings import Settings
from graph.measures.declared import every

PROBLEM = "application/problem+json"


@cache
def document():
    """Return the OpenAPI document; it needs no graph, so that each operation is a test of its own."""
    return create_app(Settings(data=Path("nowhere"))).openapi()


OPERATIONS = {
    f"{method.upper()} {path}": (method, path, operation)
    for path, operations in document()["paths"].items()
    for method, operation in operations.items()
}
OUTSIDE_THE_GRAPH = {"GET /health", "GET /ready", "GET /metrics"}
"""What a machine asks about the process: no question, hence no parameters to refuse."""

WITH_PARAMETERS_OF_THEIR_OWN = {name for name, (*_, one) in OPERATIONS.items() if one.get(OWN_PARAMETERS)}
"""A saved query names its own."""


def example_of(parameter):
    """Return the declared example of a parameter, or its default."""
    schema = parameter["schema"]
    found = [*(row.get("value") for row in parameter.get("examples", {}).values())]
    found += [*schema.get("examples", ()), schema.get("default")]
    return next((value for value in found if value is not None), None)


def ask(client, name, **more):
    """Ask one operation with its own examples."""
    method, path, operation = OPERATIONS[name]
    query = {}
    for parameter in operation.get("parameters", ()):
        value = example_of(parameter)
        if parameter["in"] == "path":
            assert value is not None, f"{name}: no example of {parameter['name']}"
            path = path.replace(f"{{{parameter['name']}}}", quote(str(value), safe=":"))
        elif parameter.get("required") or "examples" in parameter:
            query[parameter["name"]] = value
    body = operation.get("requestBody", {}).get("content", {}).get("application/json", {})
    given = next((row["value"] for row in body.get("examples", {}).values()), None)
    assert given is not None or not body, f"{name}: no example of its body"
    asked = {key: value for key, value in (query | more).items() if value is not None}
    return client.request(method.upper(), path, params=asked, json=given)


@pytest.fixture(scope="module", autouse=True)
def engine(atlas):
    """The Cypher engine's copy of the graph, so that no operation is asked while it is made."""
    state = atlas.app.state
    state.cypher.prepare(state.current.get().graph.version)


@pytest.mark.parametrize("name", OPERATIONS)
def test_its_own_example_is_answered_as_declared(atlas, name):
    answer = ask(atlas, name)
    assert answer.status_code == 200, answer.text
    declared = OPERATIONS[name][2]["responses"]["200"]["content"]
    media = answer.headers["content-type"].partition(";")[0]
    assert media in declared
    if media == "application/json":
        schema = declared[media]["schema"] | {"components": document()["components"]}
        jsonschema.validate(answer.json(), schema)


@pytest.mark.parametrize("name", sorted(set(OPERATIONS) - OUTSIDE_THE_GRAPH))
def test_what_it_does_not_declare_is_refused_with_what_it_does(atlas, name):
    refused = ask(atlas, name, nonsense="1")
    assert (refused.status_code, refused.headers["content-type"]) == (422, PROBLEM)
    assert refused.json()["field"] == "nonsense"
    named = {row["name"] for row in OPERATIONS[name][2].get("parameters", ()) if row["in"] == "query"}
    if name in WITH_PARAMETERS_OF_THEIR_OWN:
        assert set(refused.json()["suggestions"]) > named
    else:
        assert set(refused.json()["suggestions"]) == named


@pytest.mark.parametrize("name", OPERATIONS)
def test_every_error_it_declares_is_a_problem_and_an_unknown_name_is_declared(atlas, name):
    method, path, operation = OPERATIONS[name]
    for status, response in operation["responses"].items():
        if not status.startswith(("2", "3")):
            assert PROBLEM in response["content"], f"{status} is a problem"
    assert "HTTPValidationError" not in json.dumps(operation)
    in_path = [row["name"] for row in operation.get("parameters", ()) if row["in"] == "path"]
    if in_path:
        missing = path
        for parameter in in_path:
            missing = missing.replace(f"{{{parameter}}}", "company:no-such-thing")
        answer = atlas.request(method.upper(), missing)
        assert answer.headers["content-type"] == PROBLEM
        assert str(answer.status_code) in operation["responses"], answer.text
        assert answer.json()["detail"]


@pytest.mark.parametrize("name", OPERATIONS)
def test_it_says_what_it_is(name):
    _, _, operation = OPERATIONS[name]
    assert operation["summary"]
    assert operation["tags"]
    assert all(row.get("description") for row in operation.get("parameters", ())), "a parameter without a word"


def most_rows(name):
    """Return the largest `limit` that an operation takes, None where it takes none."""
    stated = [row["schema"] for row in OPERATIONS[name][2].get("parameters", ()) if row["name"] == "limit"]
    return max((kind["maximum"] for one in stated for kind in one.get("anyOf", (one,)) if "maximum" in kind), default=0)


SEARCHES = {"GET /v1/paths": {"paths"}, "POST /v1/match": {"rows"}}
"""Tables that a limit ends early: what they had beyond it nobody has looked for."""


@pytest.mark.parametrize("name", [name for name in OPERATIONS if most_rows(name)])
def test_a_limit_changes_no_total_and_is_a_whole_number(atlas, name):
    cut, whole = ask(atlas, name, limit=1).json(), ask(atlas, name, limit=most_rows(name)).json()
    if "meta" not in cut:
        return
    totals = whole["meta"]["totals"]
    assert cut["meta"]["totals"].items() <= totals.items()
    assert totals.keys() - cut["meta"]["totals"].keys() <= SEARCHES.get(name, set())
    assert [one for one in cut["meta"]["limits"].values() if isinstance(one, float) and one.is_integer()] == []


@pytest.mark.parametrize("limit", [1, 2, 5, 10, 500])
def test_who_stops_most_is_counted_whatever_is_given(atlas, limit):
    rows = atlas.get("/v1/headlines?limit=500").json()["rows"]
    whole = atlas.get("/v1/chokepoints?max_order=2&limit=500").json()
    assert not whole["meta"]["truncated"]
    answer = atlas.get("/v1/headlines", params={"limit": limit}).json()
    assert answer["rows"] == rows[:limit]
    assert answer["meta"]["totals"]["rows"] == len(rows)
    points = atlas.get("/v1/chokepoints", params={"over": "entity", "limit": limit}).json()
    assert points["meta"]["totals"]["chokepoints"] > 500
    pairs = atlas.get("/v1/chokepoints", params={"max_order": 2, "limit": limit}).json()
    assert pairs["meta"]["totals"].get("chokepoints") == (
        None if pairs["meta"]["truncated"] else len(whole["chokepoints"])
    )


def counted(part):
    """Return how many rows a part of an answer has: a list, lists by name, or figures by name."""
    lists = isinstance(part, dict) and all(isinstance(some, list) for some in part.values())
    return sum(map(len, part.values())) if lists else len(part)


def gives_csv(name):
    """Say whether an operation gives the rows of a table as CSV."""
    content = OPERATIONS[name][2]["responses"].get("200", {}).get("content", {})
    return "text/csv" in content and "application/json" in content


@pytest.mark.parametrize("name", [name for name in OPERATIONS if gives_csv(name)])
def test_a_file_has_every_row_where_no_limit_is_asked_for(atlas, name):
    stated = {"limit": most_rows(name)} if most_rows(name) else {}
    body, lines = ask(atlas, name, **stated).json(), ask(atlas, name, format="ndjson", limit=None)
    assert "x-limits" not in lines.headers or "limit=" not in lines.headers["x-limits"]
    table = next(iter(body["meta"]["totals"]), None)
    if table is None:  # nobody counted: the most that may be asked for
        table = next(part for part in ("paths", "rows") if part in body)
        assert len(lines.text.splitlines()) == counted(body[table])
    else:
        assert len(lines.text.splitlines()) >= body["meta"]["totals"][table]


@pytest.mark.parametrize("path", ["/v1/nodes", "/v1/headlines", "/v1/chokepoints?over=company"])
def test_a_limit_that_is_asked_for_is_kept_in_a_file(atlas, path):
    form = ("&" if "?" in path else "?") + "format=ndjson"
    rows = [json.loads(row) for row in atlas.get(path + form).text.splitlines()]
    cut = atlas.get(path + form + "&limit=3")
    given = [json.loads(row) for row in cut.text.splitlines()]
    # a column of names is there where one of the rows has an id: fewer rows may have fewer of them
    assert [row | one for row, one in zip(rows, given, strict=False)] == rows[:3]
    assert all(
        name.endswith("_name") for row, one in zip(rows, given, strict=False) for name in row.keys() - one.keys()
    )
    assert cut.headers["x-limits"] == "limit=3"
    assert len(rows) == next(iter(atlas.get(path).json()["meta"]["totals"].values())) > 3


MEASURES = {f"{one.method} /v1{one.path}": one for one in every()}
PROCESS = OUTSIDE_THE_GRAPH | {"GET /v1/export"}
"""What has no rows: the state of the process, and the whole graph, whose lines are checked elsewhere."""


def has_rows(name, body):
    """Say whether an answer has at least one row, or says why it has none."""
    if body.get("reason") or body.get("sentence"):
        return True
    if name in MEASURES and MEASURES[name].tables:
        return counted(body[MEASURES[name].tables[0].rows]) > 0
    return any(counted(part) for key, part in body.items() if key != "meta" and isinstance(part, list | dict))


@pytest.mark.parametrize("name", sorted(set(OPERATIONS) - PROCESS))
def test_its_own_example_has_a_row_or_says_why_not(atlas, name):
    assert has_rows(name, ask(atlas, name).json())


@pytest.mark.parametrize("name", sorted(set(OPERATIONS) - PROCESS))
def test_what_it_requires_is_enough_for_a_row(atlas, name):
    """Who fills in what is required, and no more, gets an answer."""
    optional = {row["name"]: None for row in OPERATIONS[name][2].get("parameters", ()) if not row.get("required")}
    answer = ask(atlas, name, **optional)
    assert answer.status_code == 200, answer.text
    assert has_rows(name, answer.json())


def test_operation_ids_are_names_that_a_client_can_use():
    ids = [operation["operationId"] for _, _, operation in OPERATIONS.values()]
    assert len(set(ids)) == len(ids)
    assert all(name.isidentifier() and len(name) < 40 and "__" not in name for name in ids), ids
