"""Cypher over HTTP, on the embedded engine, with the atlas."""

import time

import pytest


def ask(client, query, **body):
    """Ask, and ask again while the engine is being prepared, as the answer says."""
    for _ in range(90):
        answer = client.post("/v1/cypher", json={"query": query} | body)
        if answer.status_code != 503:
            return answer
        time.sleep(float(answer.headers["retry-after"]))
    return answer


@pytest.fixture(scope="module", autouse=True)
def _engine(atlas):
    assert ask(atlas, "RETURN 1 AS one").json()["rows"] == [[1]]


def test_rows_nodes_and_limits(atlas):
    body = ask(
        atlas, "MATCH (m:Model {id: $id})-[r:TRAINED_ON]->(c) RETURN m, c.id AS chip", parameters={"id": "model:glm-5"}
    ).json()
    assert body["columns"] == ["m", "chip"]
    assert {row[1] for row in body["rows"]} >= {"chip:huawei-ascend-910b"}
    assert [node["id"] for node in body["graph"]["nodes"]] == ["model:glm-5"]
    cut = ask(atlas, "MATCH (c:Country) RETURN c.id AS id", limit=3).json()
    assert (len(cut["rows"]), cut["truncated"]) == (3, True)


@pytest.mark.parametrize(
    "query",
    [
        "CREATE (n:Entity {id: 'x'})", "MATCH (n) DETACH DELETE n", "MATCH (n) SET n.name = 'x'", "DROP INDEX i",
        "LOAD CSV FROM 'file:///etc/passwd' AS row RETURN row", "CALL dbms.listConfig()", "SHOW USERS",
        "MATCH (n) RETURN n; MATCH (m) DELETE m", "/* x */ MERGE (n:Entity {id: 'y'})",
    ],
)  # fmt: skip
def test_what_is_not_reading_is_refused_with_its_place(atlas, query):
    answer = ask(atlas, query)
    assert answer.status_code == 400
    assert answer.headers["content-type"] == "application/problem+json"
    assert answer.json()["line"] >= 1
    assert ask(atlas, "MATCH (n:Entity {id: 'x'}) RETURN n").json()["rows"] == []


def test_a_memory_bomb_is_stopped_and_the_next_query_answers(atlas):
    answer = ask(atlas, "RETURN reduce(s = 'x', i IN range(1, 30) | s + s) AS s", timeout_ms=4000)
    assert answer.status_code in (400, 413, 504)
    assert ask(atlas, "MATCH (c:Country {id: 'country:NLD'}) RETURN c.name AS name").json()["rows"] == [["Netherlands"]]


def test_every_saved_query_runs_on_the_atlas_and_finds_something(atlas):
    items = atlas.get("/v1/queries").json()["items"]
    assert len(items) >= 40
    empty = []
    for item in items:
        answer = atlas.get(f"/v1/queries/{item['name']}")
        assert answer.status_code == 200, (item["name"], answer.json())
        if not answer.json()["rows"]:
            empty.append(item["name"])
    assert empty == []


def test_saved_queries_cover_every_kind_of_node():
    from graph.ontology import NodeKind
    from graph.queries.saved_queries import saved_queries

    text = " ".join(query.cypher for query in saved_queries().values())
    assert [kind for kind in NodeKind if kind.value not in text] == []


def test_a_saved_query_takes_its_own_parameters_and_refuses_others(atlas):
    body = atlas.get("/v1/queries/suppliers-of-an-input", params={"id": "input:euv-lithography-tools"}).json()
    assert "company:asml" in [row[0] for row in body["rows"]]
    answer = atlas.get("/v1/queries/suppliers-of-an-input", params={"colour": "red"})
    assert (answer.status_code, answer.json()["field"]) == (422, "colour")


def test_a_saved_query_refuses_a_value_of_the_wrong_kind(atlas):
    answer = atlas.get("/v1/queries/newest-models", params={"count": "many"})
    assert (answer.status_code, answer.json()["field"]) == (422, "count")
    answer = atlas.get("/v1/queries/members-of-a-structure", params={"day": "yesterday"})
    assert (answer.status_code, answer.json()["field"]) == (422, "day")
    assert len(atlas.get("/v1/queries/newest-models", params={"count": "3"}).json()["rows"]) == 3
    assert atlas.get("/v1/queries/members-of-a-structure", params={"day": "2025-12-31"}).json()["rows"]
    assert atlas.get("/v1/queries/newest-model").status_code == 422


def test_an_answer_names_its_version_and_sources(atlas):
    body = ask(atlas, "MATCH (:Entity {id: 'input:hbm'})-[r:SUPPLIED_BY]->(c) RETURN r, c").json()
    assert body["meta"]["graph_version"] == atlas.get("/ready").json()["graph_version"]
    named = {row[0]["properties"]["source"] for row in body["rows"]}
    assert named <= set(body["sources"])
    assert all(body["sources"][name]["url"] for name in named)


def test_the_schema_names_every_kind_and_relation(atlas):
    body = atlas.get("/v1/cypher/schema").json()
    kinds = atlas.get("/v1/ontology").json()
    assert {row["label"] for row in body["nodes"]} >= {row["kind"] for row in kinds["nodes"]}
    assert {row["type"] for row in body["relationships"]} == {row["kind"] for row in kinds["edges"]}


def test_a_plan_is_shown_and_a_mistake_has_its_place(atlas):
    assert ask(atlas, "EXPLAIN MATCH (n:Chip) RETURN n").json()["plan"]
    wrong = ask(atlas, "MATCH (n:Chip)\nRETURN missing")
    assert (wrong.status_code, wrong.json()["line"], wrong.json()["column"]) == (400, 2, 8)


def test_a_saved_query_agrees_with_its_twin_in_analysis(atlas):
    rows = atlas.get("/v1/queries/what-a-model-rests-on", params={"id": "model:glm-5"}).json()["rows"]
    direct = atlas.get("/v1/dependencies/model:glm-5", params={"depth": 1, "horizon": "grow"}).json()
    assert {row[2] for row in rows} == {node["id"] for node in direct["nodes"]} - {"model:glm-5"}


def test_policies_in_force_are_all_of_them_each_with_its_kind_and_what_is_superseded_is_not(atlas):
    def policies(day):
        answer = atlas.get("/v1/queries/policies-in-force", params={"day": day}).json()
        return {row[0]: dict(zip(answer["columns"], row, strict=True)) for row in answer["rows"]}

    found = policies("2026-11-27")
    kinds = {name: found[f"policy:{name}"]["kind"] for name in ("eu-ai-act", "us-semiconductor-tariff-2026",
             "us-outbound-investment-rule", "us-h20-15-percent-2025", "us-chip-controls-2022")}  # fmt: skip
    assert kinds == {
        "eu-ai-act": "regulation", "us-semiconductor-tariff-2026": "tariff",
        "us-outbound-investment-rule": "investment", "us-h20-15-percent-2025": "easing",
        "us-chip-controls-2022": "restriction",
    }  # fmt: skip
    assert found["policy:eu-ai-act"]["restricts"] == []
    assert not {"policy:us-a100-h100-letter-2022", "policy:us-chip-security-act"} & found.keys()
    before = policies("2022-10-20")
    assert "chip:nvidia-h100" in before["policy:us-a100-h100-letter-2022"]["restricts"]
    assert "policy:us-a100-h100-letter-2022" not in policies("2022-10-21")
