"""Bolt, asked through the official driver as people's own tools ask it."""

import logging
from collections.abc import Iterator
from datetime import date

import pytest
from fastapi.testclient import TestClient
from neo4j import Driver, GraphDatabase, Query
from neo4j.exceptions import AuthError, ClientError, CypherSyntaxError, Forbidden, Neo4jError
from neo4j.time import Date, Duration

from api.app import create_app
from api.bolt.server import Door
from api.settings import Settings

PASSWORD = "a password of the tests"
LIMITS = {"cypher_rows": 200, "cypher_seconds": 3, "cypher_workers": 2}


@pytest.fixture(scope="module")
def door(atlas_data) -> Iterator[Door]:
    """The application over the atlas, with its door open on a free port."""
    door = Door.on(0, PASSWORD)
    with TestClient(create_app(Settings(data=atlas_data, **LIMITS), door=door), "http://localhost"):
        yield door


@pytest.fixture(scope="module")
def driver(door) -> Iterator[Driver]:
    """A driver for it; it asks again while the engine is being prepared."""
    with GraphDatabase.driver(
        f"bolt://127.0.0.1:{door.port}", auth=("neo4j", PASSWORD), max_transaction_retry_time=120
    ) as driver:
        driver.execute_query("RETURN 1")
        yield driver


def test_rows_nodes_relationships_and_paths_are_the_drivers_own(driver):
    records, summary, keys = driver.execute_query(
        "MATCH p = (m:Model {id: $id})-[r:TRAINED_ON]->(c:Chip) RETURN m, r, c, p, m.name AS name LIMIT 1",
        id="model:glm-5",
    )
    record = records[0]
    assert keys == ["m", "r", "c", "p", "name"]
    assert (record["m"]["id"], record["m"].element_id, set(record["m"].labels)) == (
        "model:glm-5", "model:glm-5", {"Entity", "Model"},
    )  # fmt: skip
    assert record["r"].type == "TRAINED_ON"
    assert record["r"].element_id == record["r"]["claim"]
    assert (record["r"].start_node, record["r"].end_node) == (record["m"], record["c"])
    assert (record["p"].start_node, record["p"].end_node) == (record["m"], record["c"])
    assert [link.element_id for link in record["p"].relationships] == [record["r"].element_id]
    assert summary.query_type == "r"


def test_a_walk_against_the_direction_of_a_relationship_keeps_its_ends(driver):
    records, _, _ = driver.execute_query(
        "MATCH p = (:Country {id: 'country:NLD'})<-[:BASED_IN]-(c:Company {id: 'company:asml'})"
        "<-[:SUPPLIED_BY]-(:Input) RETURN p LIMIT 1"
    )
    path = records[0]["p"]
    assert [node["id"] for node in path.nodes][:2] == ["country:NLD", "company:asml"]
    first = path.relationships[0]
    assert (first.start_node["id"], first.end_node["id"]) == ("company:asml", "country:NLD")


def test_values_go_there_and_back(driver):
    given = {
        "text": "naïve \N{SNOWMAN}", "number": 2**60, "share": 0.25, "none": None, "flags": [True, False],
        "map": {"type": "node", "inner": [1, [2, {"three": 3}]]},
    }  # fmt: skip
    record = driver.execute_query("RETURN $given AS given", given=given).records[0]
    assert record["given"] == given


def test_days_are_days(driver):
    day = driver.execute_query("RETURN date($day) AS day, duration('P1M2D') AS time", day="2026-02-28").records[0]
    assert (day["day"], day["time"]) == (Date(2026, 2, 28), Duration(months=1, days=2))
    earlier = driver.execute_query("RETURN $day < date('2026-01-01') AS earlier", day=date(2025, 12, 31)).records[0]
    assert earlier["earlier"] is True


def test_what_would_write_is_refused_as_drivers_expect(driver):
    for query in ("CREATE (n:Entity {id: 'x'})", "MATCH (n) DETACH DELETE n", "MATCH (n) SET n.name = 'x'"):
        with pytest.raises(Forbidden, match="only reads"):
            driver.execute_query(query)
    assert driver.execute_query("MATCH (n:Entity {id: 'x'}) RETURN n").records == []


@pytest.mark.parametrize(
    "query",
    ["MATCH (n) RETURN elementId(n)", "CALL dbms.listConfig()", "LOAD CSV FROM 'file:///x' AS r RETURN r", "HI"],
)
def test_what_the_guard_does_not_know_is_refused_with_its_place(driver, query):
    with pytest.raises(CypherSyntaxError, match="line 1, column"):
        driver.execute_query(query)


def test_a_wrong_password_is_an_authentication_error(door):
    for auth in (("neo4j", "wrong"), ("admin", PASSWORD), None):
        with (
            GraphDatabase.driver(f"bolt://127.0.0.1:{door.port}", auth=auth) as driver,
            pytest.raises(AuthError, match="password"),
        ):
            driver.verify_connectivity()


def test_an_answer_beyond_the_limit_of_rows_is_no_answer(driver):
    query = "UNWIND range(1, 1000) AS n RETURN n"
    with pytest.raises(ClientError, match="more than 200 rows; add LIMIT") as caught:
        driver.execute_query(query)
    assert caught.value.code == "Neo.ClientError.General.LimitExceeded"
    assert len(driver.execute_query(f"{query} LIMIT 200").records) == 200
    with driver.session(fetch_size=50) as session:  # who wants the first ones alone gets them
        assert [record["n"] for record in session.run(query).fetch(100)] == list(range(1, 101))


def test_a_query_that_takes_too_long_is_ended(driver):
    slow = "MATCH (a)-[*1..9]-(b) RETURN count(*) AS n"
    with pytest.raises(ClientError) as caught, driver.session() as session:
        session.run(Query(slow, timeout=1.0)).consume()
    assert caught.value.code == "Neo.ClientError.Transaction.TransactionTimedOut"
    assert driver.execute_query("RETURN 1 AS one").records[0]["one"] == 1


def test_a_transaction_reads_and_its_writes_are_refused(driver):
    with driver.session() as session, session.begin_transaction() as transaction:
        first = transaction.run("UNWIND range(1, 100) AS n RETURN n")
        second = transaction.run("MATCH (c:Country {id: 'country:NLD'}) RETURN c.name AS name")
        assert second.single()["name"] == "Netherlands"
        assert sum(record["n"] for record in first) == 5050
        transaction.commit()
    with driver.session() as session:
        assert session.execute_read(lambda tx: tx.run("RETURN 1 AS one").single()["one"]) == 1
        assert session.last_bookmarks()
        with pytest.raises(Forbidden):
            session.execute_write(lambda tx: tx.run("CREATE (n:Entity {id: 'y'})").consume())
        transaction = session.begin_transaction()
        transaction.run("RETURN 1")
        transaction.rollback()


def test_databases_are_one(driver):
    for name in ("neo4j", "supplygraph", None):
        assert driver.execute_query("RETURN 1 AS one", database_=name).records[0]["one"] == 1
    assert driver.execute_query("SHOW DATABASES", database_="system").records
    for name, told in (("system", "the graph is in"), ("other", "there is one database")):
        with pytest.raises(Neo4jError, match=told):
            driver.execute_query("RETURN 1", database_=name)


def test_routing_drivers_are_sent_here(door):
    with GraphDatabase.driver(f"neo4j://127.0.0.1:{door.port}", auth=("neo4j", PASSWORD)) as driver:
        assert driver.execute_query("RETURN 1 AS one", routing_="r").records[0]["one"] == 1
        assert driver.verify_authentication()
        assert not driver.verify_authentication(("neo4j", "wrong"))


def test_tools_learn_about_the_server(driver):
    components = driver.execute_query("CALL dbms.components() YIELD name, versions").records[0]
    assert components["versions"]
    assert driver.execute_query("SHOW DATABASES YIELD name, home;").records[0].values() == ["supplygraph", True]
    assert "Company" in {
        row["label"] for row in driver.execute_query("CALL db.labels() YIELD label RETURN label").records
    }


def test_a_plan_is_told(driver):
    summary = driver.execute_query("EXPLAIN MATCH (c:Chip) RETURN c.name").summary
    assert summary.plan["args"]["Details"]


def test_frames_of_pandas(driver):
    frame = driver.execute_query(
        "MATCH (c:Company)-[:BASED_IN]->(k:Country) RETURN k.name AS country, count(*) AS companies "
        "ORDER BY companies DESC LIMIT 5",
        result_transformer_=lambda result: result.to_df(),
    )
    assert list(frame.columns) == ["country", "companies"]
    assert frame["companies"].is_monotonic_decreasing


def test_a_driver_warns_of_nothing(driver, caplog):
    with caplog.at_level(logging.WARNING, logger="neo4j"):
        driver.execute_query("MATCH (n:Chip) RETURN n LIMIT 1")
    assert caplog.records == []


def test_a_name_that_is_not_there_is_warned_of(driver, caplog):
    with caplog.at_level(logging.WARNING, logger="neo4j"):
        summary = driver.execute_query("MATCH (n:Modle) RETURN n").summary
    assert "did you mean Model" in summary.gql_status_objects[0].status_description
    assert "did you mean Model" in caplog.text


def test_the_same_question_has_the_same_answer_over_http(door, driver, atlas):
    query = "MATCH (c:Company)-[r:BASED_IN]->(k:Country) RETURN c.id, k.id, r.share ORDER BY c.id, k.id LIMIT 150"
    rows = atlas.post("/v1/cypher", json={"query": query}).json()["rows"]
    assert [record.values() for record in driver.execute_query(query).records] == rows
