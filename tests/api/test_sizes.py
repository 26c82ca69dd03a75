"""No answer that nobody bounded is larger than a reader can take, and none hides what it leaves out."""

import pytest
from fastapi.testclient import TestClient

from api.app import create_app
from api.settings import Settings
from graph.knowledge_graph import KnowledgeGraph
from graph.measures.declared import every
from graph.stores.versions.store import VersionStore
from loaders.registry import collect
from tests.api.conftest import LOCAL

MOST = 200_000
BOUNDS = {"limit", "depth", "max_length"}
LARGE = (
    ("GET", "/v1/dependencies/model:glm-5"), ("GET", "/v1/dependents/country:TWN"), ("GET", "/v1/nodes/country:USA"),
    ("GET", "/v1/profile/country:USA"), ("POST", "/v1/scenarios/taiwan-cut-off/run"),
    ("GET", "/v1/fragmentation/countries"),
    ("GET", "/v1/fragmentation/timeline?layer=clouds&from=2022-01-01&draws=200"),
    ("GET", "/v1/dependents/country:TWN?fields=edges"),
)  # fmt: skip


@pytest.fixture(scope="module")
def full(feeds, tmp_path_factory):
    """The application over everything that there is."""
    folder = tmp_path_factory.mktemp("full")
    collected = collect(feeds, noncommercial=True, unverified=True)
    VersionStore(folder).write(KnowledgeGraph.build(collected.facts), "2026-11-23T00:00:00+00:00", collected.reports)
    with TestClient(create_app(Settings(data=folder, seconds=600)), LOCAL, raise_server_exceptions=False) as client:
        yield client


def example(measure):
    given = {name: value for name, value in measure.example.items() if name not in BOUNDS}
    path = "/v1" + measure.path
    for name in measure.in_path:
        path = path.replace(f"{{{name}}}", str(given.pop(name)))
    body = given.pop(measure.body, None) if measure.body else None
    return {"method": measure.method, "url": path, "params": given, "json": body}


def in_it(value):
    if isinstance(value, dict) and value and all(isinstance(some, list) for some in value.values()):
        return sum(map(len, value.values()))
    return len(value)


def hold_the_size(client, question):
    answer = client.request(**question)
    assert answer.status_code == 200, answer.text
    body = answer.json()
    assert len(answer.content) <= MOST
    for name, total in body["meta"]["totals"].items():
        if name in body and in_it(body[name]) < total:
            assert body["meta"]["truncated"], name
            assert body["meta"]["limits"], name
    return body


@pytest.mark.feeds
@pytest.mark.parametrize("measure", every(), ids=lambda measure: measure.name)
def test_no_example_on_the_full_graph_is_larger_than_the_setting(full, measure):
    hold_the_size(full, example(measure))


@pytest.mark.feeds
@pytest.mark.parametrize(("method", "path"), LARGE)
def test_the_largest_answers_are_cut_and_their_whole_is_to_be_had(full, method, path):
    body = hold_the_size(full, {"method": method, "url": path})
    whole = full.request(method, path + ("&" if "?" in path else "?") + "whole=true").json()
    assert "bytes" not in whole["meta"]["limits"]
    for name, total in body["meta"]["totals"].items():
        if name in whole and not whole["meta"]["limits"]:
            assert in_it(whole[name]) == total or (name == "sources" and in_it(whole[name]) > total), name
            assert len(body[name]) <= len(whole[name])


def test_no_default_of_limit_holds_for_what_is_asked_for_whole(atlas):
    """It gave ten of all countries: docs/page.md promises every row."""
    cut = atlas.get("/v1/headlines").json()
    every_one = cut["meta"]["totals"]["rows"]
    assert len(cut["rows"]) == 10 < every_one
    assert len(atlas.get("/v1/headlines?whole=true").json()["rows"]) == every_one
    assert len(atlas.get("/v1/headlines", headers={"Prefer": "whole"}).json()["rows"]) == every_one
    assert len(atlas.get("/v1/headlines?whole=true&limit=3").json()["rows"]) == 3, "what is stated holds"


@pytest.fixture
def small(atlas_data):
    """The atlas with little room: every cut is seen without the full graph."""
    with TestClient(create_app(Settings(data=atlas_data, answer_bytes=20_000)), LOCAL) as client:
        yield client


def test_a_cut_closure_holds_together(small):
    body = small.get("/v1/dependencies/model:glm-5").json()
    ids = {node["id"] for node in body["nodes"]}
    assert 1 <= len(ids) < body["meta"]["totals"]["nodes"]
    assert body["meta"]["limits"] == {"bytes": 20_000}
    assert all({edge["from"], edge["to"]} <= ids for edge in body["edges"])
    assert {need["of"] for need in body["needs"]} <= ids
    cited = {edge["claim"]["source"] for edge in body["edges"]}
    assert cited <= set(body["sources"]), "what the rows name stays"
    node = small.get("/v1/nodes/country:USA").json()
    cited = {fact["source"] for fact in node["facts"]}
    cited |= {edge["claim"]["source"] for edges in node["edges"].values() for edge in edges}
    assert cited <= set(node["sources"])
    assert len(small.get("/v1/dependencies/model:glm-5").content) <= 20_000


def test_a_what_if_leaves_out_chains_before_rows_and_says_so(small):
    body = small.post("/v1/scenarios/run", json={"remove": ["country:TWN"], "targets": ["model:glm-5"]}).json()
    cut = small.post("/v1/scenarios/taiwan-cut-off/run").json()
    assert "left_out" not in body["meta"]["limits"] or not body["failed"][0]["chain"]
    assert cut["meta"]["limits"]["left_out"] == "failed.chain"
    assert {len(row["chain"]) for row in cut["failed"]} == {0}
    assert len(cut["failed"]) < cut["meta"]["totals"]["failed"]


def test_a_stated_limit_is_kept_whatever_its_size(small):
    body = small.get("/v1/dependencies/model:glm-5?limit=60").json()
    assert len(body["nodes"]) == 60
    assert body["meta"]["limits"] == {"limit": 60}
    ids = {node["id"] for node in body["nodes"]}
    assert all({edge["from"], edge["to"]} <= ids for edge in body["edges"])


def test_pages_that_are_cut_for_size_follow_one_another(atlas_data, atlas):
    with TestClient(create_app(Settings(data=atlas_data, answer_bytes=10_000)), LOCAL) as client:
        seen, cursor = [], ""
        while cursor is not None:
            body = client.get("/v1/nodes?kind=Country" + (f"&cursor={cursor}" if cursor else "")).json()
            seen += [row["id"] for row in body["items"]]
            cursor = body["next_cursor"]
    assert seen == [row["id"] for row in atlas.get("/v1/nodes?kind=Country&limit=1000").json()["items"]]


def test_parts_are_chosen_by_name(atlas):
    body = atlas.get("/v1/dependencies/model:glm-5?fields=nodes,id").json()
    assert set(body) == {"meta", "nodes", "id"}
    refused = atlas.get("/v1/dependencies/model:glm-5?fields=nodez")
    assert (refused.status_code, refused.json()["field"]) == (422, "fields")
    assert "nodes" in refused.json()["suggestions"]


def test_files_have_every_row(small):
    body = small.get("/v1/dependencies/model:glm-5").json()
    lines = small.get("/v1/dependencies/model:glm-5?format=ndjson").text.splitlines()
    assert len(lines) == body["meta"]["totals"]["nodes"]


def test_a_matrix_is_never_cut_apart(small):
    body = small.get("/v1/exposure-matrix?layer=chips").json()
    assert len(body["rows"]) == len(body["low"])
    assert {len(row) for row in body["low"]} == {len(body["columns"])}
