"""One suite over both engines: the same text, the same answer, down to types and the names of columns."""

import json
from pathlib import Path

import pytest

from graph.errors import CypherError, LimitError
from graph.stores.connection import CypherAnswer

SUITE = json.loads((Path(__file__).parent / "conformance.json").read_text(encoding="utf-8"))
CASES = {case["name"]: case for case in SUITE["cases"]}

NO_COLUMNS = "the embedded engine does not name the columns of an answer without rows"
DIFFERENCES = {
    ("embedded", "match of nothing"): (NO_COLUMNS, {"columns": []}),
    ("embedded", "limit zero"): (NO_COLUMNS, {"columns": []}),
    ("embedded", "shortest path that is not there"): (NO_COLUMNS, {"columns": []}),
    ("embedded", "unwind of nothing"): (NO_COLUMNS, {"columns": []}),
}
"""Every known difference from the expected answer, with its reason; docs/cypher.md lists them for people."""


def run(asked, query: str, limit: int | None = None, **parameters: object) -> CypherAnswer:
    return asked.service.run(query, parameters, version=asked.graph.version, limit=limit)


def test_the_suite_is_large_enough():
    assert len(CASES) == len(SUITE["cases"]) >= 80


@pytest.mark.parametrize("name", CASES)
def test_the_same_answer(asked, name):
    case = CASES[name]
    _, differing = DIFFERENCES.get((asked.engine, name), ("", {}))
    answer = run(asked, case["query"], **SUITE["parameters"])
    found = answer.decoded()
    assert found["columns"] == differing.get("columns", case["columns"])
    assert found["rows"] == case["rows"]
    assert answer.cut is None
    assert answer.count == len(case["rows"])


def test_what_can_be_drawn_is_named_once(asked):
    found = run(asked, "MATCH p = (a:Model)-[r:DEVELOPED_BY]->(b:Lab) RETURN p, a, r, b").decoded()["graph"]
    assert sorted(node["id"] for node in found["nodes"]) == [
        "lab:north", "lab:south", "model:alpha", "model:beta", "model:gamma",
    ]  # fmt: skip
    assert sorted(link["id"] for link in found["relationships"]) == [
        "model:alpha|DEVELOPED_BY|lab:north",
        "model:beta|DEVELOPED_BY|lab:south",
        "model:gamma|DEVELOPED_BY|lab:north",
    ]
    assert {(link["from"], link["to"]) for link in found["relationships"]} == {
        ("model:alpha", "lab:north"), ("model:beta", "lab:south"), ("model:gamma", "lab:north"),
    }  # fmt: skip


def test_no_id_of_the_engine_is_shown(asked):
    content = run(asked, "MATCH p = (a)-[r]->(b) RETURN a, r, b, p").content.decode()
    assert "element" not in content.lower()
    assert '"#' not in content


def test_rows_beyond_the_limit_are_cut_and_said(asked):
    query = "MATCH (n:Entity) RETURN n.id ORDER BY n.id"
    whole = run(asked, query)
    assert whole.count == len(asked.graph.nodes)
    assert whole.cut is None
    cut = run(asked, query, limit=5)
    assert (cut.count, cut.cut, cut.limit) == (5, "rows", 5)
    assert cut.decoded()["rows"] == whole.decoded()["rows"][:5]
    exact = run(asked, query, limit=whole.count)
    assert exact.cut is None


def test_an_answer_that_is_too_large_is_cut_between_rows(asked):
    answer = run(asked, "UNWIND range(1, 900) AS x RETURN x, reduce(s = 'x', i IN range(1, 12) | s + s) AS s")
    assert answer.cut == "bytes"
    rows = answer.decoded()["rows"]
    assert 0 < len(rows) == answer.count < 900
    assert [row[0] for row in rows] == list(range(1, len(rows) + 1))


def test_one_value_that_is_too_large_is_refused(asked):
    with pytest.raises(LimitError, match="one row alone"):
        run(asked, "RETURN reduce(s = 'x', i IN range(1, 21) | s + s) AS s")


@pytest.mark.parametrize(
    ("query", "place"),
    [
        ("MATCH (n)\nWHERE n.x = = 1 RETURN n", (2, 13)),
        ("  RETURN missing", (1, 10)),
        ("\n RETURN 1 +", None),
        ("RETURN toUpper(1, 2)", None),
        ("RETURN $nothing", None),
        ("RETURN date('never')", None),
        ("UNWIND [1] AS x RETURN x.y.z + 'a'", None),
    ],
)
def test_a_wrong_query_is_an_error_with_its_place(asked, query, place):
    with pytest.raises(CypherError) as caught:
        run(asked, query)
    assert "EXPLAIN" not in str(caught.value)
    assert "read only" not in str(caught.value)
    if place:
        assert (caught.value.line, caught.value.column) == place


def test_a_plan_is_shown(asked):
    plan = run(asked, "EXPLAIN MATCH (n:Entity {id: 'chip:one'})-[:REQUIRES]->(m) RETURN m")
    assert plan.count == 0
    assert plan.plan
    profile = run(asked, "PROFILE MATCH (n:Entity {id: 'chip:one'}) RETURN n.id")
    assert profile.plan


def test_ids_are_found_by_index(asked):
    plan = run(asked, "EXPLAIN MATCH (n:Entity {id: 'chip:one'}) RETURN n").plan
    assert "Index" in plan, plan


def test_the_graph_read_back_has_the_same_version(asked, request):
    if asked.engine == "embedded":
        pytest.skip("the embedded engine is a projection; the version's file is the truth")
    stored = request.getfixturevalue("neo4j_store").read()
    assert stored.graph.version == asked.graph.version
    assert stored.graph.redirects == asked.graph.redirects
    assert list(stored.graph.nodes) == list(asked.graph.nodes)
    assert [fact.locator for fact in stored.graph.claims] == [fact.locator for fact in asked.graph.claims]
