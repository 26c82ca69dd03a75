"""Requests that are not quite right: each is refused with a word that says what is, and none is answered otherwise."""

import json

import pytest

from graph.measures.declared import every


def test_head_is_answered_as_get_without_a_body(atlas):
    got, head = atlas.get("/v1/nodes?kind=Chip"), atlas.head("/v1/nodes?kind=Chip")
    assert (head.status_code, head.content) == (200, b"")
    assert head.headers["content-length"] == got.headers["content-length"]
    assert head.headers["etag"] == got.headers["etag"]
    assert atlas.head("/v1/nodes/model:none").status_code == 404
    assert atlas.head("/").status_code == 200


@pytest.mark.parametrize(
    ("method", "address", "allowed"),
    [
        ("DELETE", "/v1/nodes", "GET, HEAD"), ("GET", "/v1/cypher", "POST"), ("POST", "/", "GET, HEAD"),
        ("HEAD", "/v1/scenarios/taiwan-cut-off/run", "POST"), ("PUT", "/static/page.js", "GET, HEAD"),
        ("POST", "/v1/nodes/model:glm-5", "GET, HEAD"), ("PATCH", "/health", "GET, HEAD"),
    ],
)  # fmt: skip
def test_another_method_is_told_which_there_are(atlas, method, address, allowed):
    answer = atlas.request(method, address)
    assert answer.status_code == 405
    assert answer.headers["allow"] == allowed


@pytest.mark.parametrize("given", ["text/plain", "application/x-www-form-urlencoded", "multipart/form-data", ""])
def test_a_body_of_another_type_is_refused(atlas, given):
    body = json.dumps({"query": "RETURN 1 AS one"})
    answer = atlas.post("/v1/cypher", content=body, headers={"Content-Type": given} if given else {})
    assert answer.status_code == 415
    assert "application/json" in answer.json()["detail"]


def test_a_parameter_given_twice_is_refused_unless_it_takes_several(atlas):
    answer = atlas.get("/v1/nodes?kind=Chip&kind=Lab")
    assert (answer.status_code, answer.json()["field"]) == (422, "kind")
    assert "more than once" in answer.json()["detail"]
    assert atlas.get("/v1/queries/rests-on?id=model:glm-5&id=model:glm-5").status_code == 422
    assert atlas.get("/v1/export?format=csv&format=jsonl").status_code == 422
    assert len(atlas.get("/v1/names?ids=country:TWN&ids=country:NLD").json()["items"]) == 2


def test_a_number_is_no_day(atlas):
    parameters = 0
    for path, operations in atlas.get("/openapi.json").json()["paths"].items():
        for parameter in operations.get("get", {}).get("parameters", ()):
            kinds = [parameter["schema"], *parameter["schema"].get("anyOf", ())]
            if any(kind.get("format") == "date" for kind in kinds):
                parameters += 1
                answer = atlas.get(path, params={parameter["name"]: "86400"})
                assert answer.status_code == 422, (path, parameter["name"])
    assert parameters > 40


@pytest.mark.parametrize("cursor", ["-3", "1.5", "x", "+3"])
def test_a_cursor_that_no_answer_gave_is_refused(atlas, cursor):
    paged = [measure for measure in every() if "cursor" in measure.question.model_fields]
    assert paged
    for measure in paged:
        assert atlas.get(f"/v1{measure.path}", params={"cursor": cursor}).status_code == 422, measure.name


def test_the_type_of_a_problem_leads_to_what_it_means(atlas):
    page = atlas.get("/docs/errors")
    assert page.status_code == 200
    for address in ("/nowhere", "/v1/nodes?x=1", "/v1/nodes/model:none"):
        kind = atlas.get(address).json()["type"]
        assert kind.startswith("/docs/errors#")
        assert f'id="{kind.partition("#")[2]}"' in page.text
