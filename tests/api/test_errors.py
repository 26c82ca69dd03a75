import time

import pytest
from fastapi import FastAPI
from fastapi.testclient import TestClient

from api.current import ASKED_EVERY
from api.errors import install
from graph.stores.versions.store import VersionStore
from tests.api.conftest import LOCAL

FIELDS = {"type", "title", "status", "detail"}


@pytest.mark.parametrize(
    ("address", "status", "field", "told"),
    [
        ("/v1/nodes/model:glm-99", 404, "id", "no node 'model:glm-99'"),
        ("/v1/dependencies/nonsense", 404, "id", "no node"),
        ("/v1/paths?from=model:glm-5&to=country:XXX", 404, "to", "country:XXX"),
        ("/v1/paths?from=model:glm-5", 422, "to", "required"),
        ("/v1/nodes?as_of=2025-13-01", 422, "as_of", "2025-13-01"),
        ("/v1/nodes?lens=rosy", 422, "lens", "rosy"),
        ("/v1/nodes?kind=Modle", 422, "kind", "Modle"),
        ("/v1/nodes?as_of=yesterday", 422, "as_of", "as_of: 'yesterday' is not a day; write 2025-03-01"),
        ("/v1/headlines?targets=nothing", 422, "targets", "sets are labs, frontier-models"),
        ("/v1/uses/lab:openai", 422, "country_id", "give one by its code"),
        ("/v1/uses/nowhere-at-all", 404, "country_id", "no node 'nowhere-at-all'"),
        ("/v1/why?from=&to=", 404, "from", "`from` is empty"),
        ("/v1/findings?since=2031-01-01", 422, "since", "give an earlier day"),
        ("/v1/nodes?limit=0", 422, "limit", "greater than"),
        ("/v1/nodes?colour=red", 422, "colour", "this address takes"),
        ("/v1/nodes?cursor=next", 422, "cursor", "next_cursor"),
        ("/v1/drawing/model:glm-5?format=pdf", 400, "format", "pdf"),
        ("/v1/nothing", 404, None, "nothing at /v1/nothing"),
    ],
)
def test_bad_input_names_the_field_and_a_way_out(atlas, address, status, field, told):
    answer = atlas.get(address)
    body = answer.json()
    assert answer.status_code == body["status"] == status
    assert answer.headers["content-type"] == "application/problem+json"
    assert set(body) >= FIELDS
    assert body.get("field") == field
    assert told in body["detail"]


@pytest.mark.parametrize(
    ("address", "body", "field"),
    [
        ("/v1/cypher", {}, "query"),
        ("/v1/cypher", {"query": ""}, "query"),
        ("/v1/cypher", {"query": "RETURN 1", "limit": 0}, "limit"),
        ("/v1/scenarios/run", {"removed": ["country:TWN"]}, "removed"),
    ],
)
def test_a_wrong_body_names_the_field(atlas, address, body, field):
    answer = atlas.post(address, json=body)
    assert (answer.status_code, answer.json()["field"]) == (422, field)
    assert "Extra inputs" not in answer.json()["detail"]


@pytest.mark.parametrize(
    "address", ["/v1/scenarios/run", "/v1/scenarios/compare", "/v1/fragmentation/adoption", "/v1/match"]
)
def test_an_address_allows_what_its_description_has(atlas, address):
    answer = atlas.options(address)
    assert answer.status_code == 405
    assert answer.headers["allow"] == "POST"


@pytest.mark.parametrize("address", ["/v1/diff?from=ffff", "/v1/diff?from=0&to=1", "/v1/export?format=csv&as_of=1-1-1"])
def test_no_error_tells_where_the_data_are_kept(atlas, atlas_data, address):
    answer = atlas.get(address)
    assert answer.status_code >= 400
    assert str(atlas_data) not in answer.text


def test_near_matches_are_suggested(atlas):
    assert "model:glm-5" in atlas.get("/v1/nodes/model:glm5").json()["suggestions"]
    assert atlas.get("/v1/nodes?lens=rosy").json()["suggestions"] == ["territory", "ownership", "vendor"]


def test_before_the_first_build_the_answer_is_503_with_the_way_out(tmp_path):
    from fastapi.testclient import TestClient

    from api.app import create_app
    from api.settings import Settings

    with TestClient(create_app(Settings(data=tmp_path)), LOCAL, raise_server_exceptions=False) as client:
        assert client.get("/health").status_code == 200
        answer = client.get("/ready")
        assert answer.status_code == 503
        assert "supplygraph build" in answer.json()["detail"]
        assert answer.headers["retry-after"]


def test_a_new_version_is_served_without_a_restart_and_a_broken_one_is_not(serve, world, m1, tmp_path):
    client = serve(m1)
    assert client.get("/ready").json()["graph_version"] == m1.version
    newer = world("model:m DEVELOPED_BY lab:l")
    VersionStore(tmp_path).write(newer, "later")
    deadline = time.monotonic() + 20
    while client.get("/ready").json()["graph_version"] != newer.version:
        assert time.monotonic() < deadline
        time.sleep(0.05)
    (tmp_path / "current").write_text("{broken")
    for _ in range(20):  # longer than the store goes unasked
        assert client.get("/v1/nodes/model:m").status_code == 200, "the graph in use stays in use"
        time.sleep(2 * ASKED_EVERY / 20)


def test_answers_carry_safe_headers(atlas):
    headers = atlas.get("/").headers
    assert "script-src 'self'" in headers["content-security-policy"]
    assert headers["x-content-type-options"] == "nosniff"


def test_an_oversized_body_is_refused(atlas):
    answer = atlas.post("/v1/nodes", content=b"x" * 1_000_001)
    assert answer.status_code == 413


@pytest.mark.parametrize(
    ("said", "status"),
    [("libscipy.so: failed to map segment from shared object", 503), ("No module named 'scipy'", 500)],
)
def test_a_library_that_finds_no_room_is_a_want_of_memory_and_one_that_is_missing_a_fault(said, status):
    app = FastAPI()
    install(app)

    @app.get("/drawn")
    def drawn() -> None:
        raise ImportError(said)

    answer = TestClient(app, raise_server_exceptions=False).get("/drawn")
    assert answer.status_code == status
    assert status == 500 or answer.json()["type"] == "/docs/errors#overload"


def test_a_field_of_a_body_that_there_is_not_is_told_with_those_that_there_are(serve, m1):
    answer = serve(m1).post("/v1/scenarios/run", json={"removed": ["company:asml"]})
    assert (answer.status_code, answer.json()["field"]) == (422, "removed")
    assert "it takes remove, remove_where, bans" in answer.json()["detail"]
    assert answer.json()["suggestions"] == ["remove"]


def test_a_field_that_a_query_does_not_take_is_told_too(serve, m1):
    answer = serve(m1).post("/v1/cypher", json={"query": "RETURN 1", "param": {}})
    assert (answer.status_code, answer.json()["field"]) == (422, "param")
    assert "it takes query, parameters, limit, timeout_ms" in answer.json()["detail"]
