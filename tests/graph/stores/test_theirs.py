"""What people keep in a real Neo4j beside the graph stays when the graph is replaced; what pretends to be ours goes."""

from collections.abc import Callable, Iterator
from contextlib import closing
from typing import Any

import pytest
from neo4j import GraphDatabase

from graph.errors import StoreError
from graph.facts.fact import EdgeFact, NodeFact
from graph.knowledge_graph import KnowledgeGraph
from graph.stores.neo4j import Neo4jStore
from tests.graph.stores.small_world import FACTS, small_world

pytestmark = pytest.mark.neo4j

GONE = ("company:mu", "company:sam", "cloud:aws")
Run = Callable[..., list[list[Any]]]


@pytest.fixture
def run(server, neo4j_store) -> Iterator[Run]:
    """Run queries as a user of that Neo4j does, beside the small world; nothing of theirs is left at the end."""
    with GraphDatabase.driver(server.uri, auth=(server.user, server.password)) as driver:
        neo4j_store.write(small_world(), "test")

        def ask(query: str, **values: object) -> list[list[Any]]:
            return [record.values() for record in driver.execute_query(query, values, database_="neo4j").records]

        yield ask
        ask("MATCH (n) DETACH DELETE n")


def another_world() -> KnowledgeGraph:
    """The small world with an entity renamed, figures changed, and three entities gone."""
    facts = []
    for fact in FACTS:
        ends = (fact.start, fact.end) if isinstance(fact, EdgeFact) else (getattr(fact, "id", ""),)
        if set(ends) & set(GONE):
            continue
        if isinstance(fact, NodeFact) and fact.id == "company:skh":
            fact = fact.model_copy(update={"name": "SK hynix Inc."})
        if isinstance(fact, EdgeFact) and fact.end == "company:skh":
            fact = fact.model_copy(update={"note": "looked at again"})
        facts.append(fact)
    return KnowledgeGraph.build(facts)


def test_what_is_theirs_stays_where_it_is(run: Run, neo4j_store: Neo4jStore):
    run(
        "MATCH (c:Entity {id: 'company:skh'})-[b:BASED_IN]->(k) SET c:Favourite, c.my_score = 3, b.my_note = 'asked' "
        "CREATE (a:Analyst {name: 'Ada'})-[:WATCHES {since: 2024}]->(c), (a)-[:BASED_IN]->(k), (:Note {text: 'alone'})"
    )
    run("MATCH (a:Entity {id: 'company:skh'}), (b:Entity {id: 'company:asml'}) CREATE (a)-[:MY_RIVAL]->(b)")
    run("MATCH (s:Source) SET s.my_opinion = 'good', s:Read")
    theirs = (
        "MATCH (a:Analyst)-[w:WATCHES]->(c:Favourite {id: 'company:skh', my_score: 3}) "
        "MATCH (c)-[b:BASED_IN {my_note: 'asked'}]->(k)<-[:BASED_IN]-(a) "
        "MATCH (c)-[:MY_RIVAL]->(r), (n:Note), (s:Source:Read {my_opinion: 'good'}) "
        "RETURN DISTINCT a.name, w.since, c.name, r.id, k.id, n.text, b.claim IS NOT NULL"
    )
    before = run("MATCH (c:Favourite) RETURN elementId(c)")
    for graph, name in ((another_world(), "SK hynix Inc."), (small_world(), "SK hynix")):
        assert neo4j_store.read().graph.version != graph.version
        neo4j_store.write(graph, "test")
        assert neo4j_store.read().graph.version == graph.version
        assert run(theirs) == [["Ada", 2024, name, "company:asml", "country:KOR", "alone", True]]
    assert run("MATCH (c:Favourite) RETURN elementId(c)") == before


def test_a_node_that_goes_leaves_what_hung_on_it_and_takes_it_up_when_it_comes_back(run: Run, neo4j_store: Neo4jStore):
    run("MATCH (c:Entity {id: 'company:mu'}) CREATE (:Analyst {name: 'Ada'})-[:WATCHES]->(c)")
    run("MATCH (c:Entity {id: 'company:sam'}) SET c.my_score = 5")
    neo4j_store.write(another_world(), "test")
    assert neo4j_store.read().graph.version == another_world().version
    found = run("MATCH (n) WHERE n.id IN $gone RETURN n.id, labels(n), properties(n) ORDER BY n.id", gone=GONE)
    assert found == [
        ["company:mu", ["FormerEntity"], {"id": "company:mu"}],
        ["company:sam", ["FormerEntity"], {"id": "company:sam", "my_score": 5}],
    ]
    neo4j_store.write(small_world(), "test")
    assert neo4j_store.read().graph.version == small_world().version
    assert run("MATCH (n:FormerEntity) RETURN n") == []
    assert run("MATCH (:Analyst)-[:WATCHES]->(c:Company)-[:BASED_IN]->(k) RETURN c.name, k.id") == [
        ["Micron", "country:USA"]
    ]
    assert run("MATCH (c:Company {my_score: 5}) RETURN c.name, c.id") == [["Samsung", "company:sam"]]


def test_what_pretends_to_be_ours_is_no_part_of_the_graph(run: Run, neo4j_store: Neo4jStore):
    run(
        "MATCH (a:Entity {id: 'company:asml'}), (b:Entity {id: 'country:USA'}) CREATE (a)-[:BASED_IN {share: 1.0}]->(b)"
    )
    run(
        "CREATE (:Source {url: 'https://example.org'}), (:Claim {text: 'theirs'}), "
        "(:Entity:Company {id: 'company:bare'}), (:Entity:Company {id: 'company:mine', x: 1})"
    )
    assert neo4j_store.read().graph.version == small_world().version
    neo4j_store.write(another_world(), "test")
    assert neo4j_store.read().graph.version == another_world().version
    assert run("MATCH (:Entity {id: 'company:asml'})-[r:BASED_IN]->(k) RETURN k.id") == [["country:NLD"]]
    left = run("MATCH (n) WHERE any(l IN labels(n) WHERE l STARTS WITH 'Former') RETURN labels(n), properties(n)")
    assert sorted(left, key=str) == [
        [["FormerClaim"], {"text": "theirs"}], [["FormerEntity"], {"id": "company:mine", "x": 1}],
    ]  # fmt: skip


def test_a_replacement_by_the_same_changes_nothing(run: Run, neo4j_store: Neo4jStore):
    before = run("MATCH (n) RETURN elementId(n) AS e ORDER BY e") + run(
        "MATCH ()-[r]->() RETURN elementId(r) AS e ORDER BY e"
    )
    neo4j_store.write(small_world(), "test")
    after = run("MATCH (n) RETURN elementId(n) AS e ORDER BY e") + run(
        "MATCH ()-[r]->() RETURN elementId(r) AS e ORDER BY e"
    )
    assert after == before


def test_a_database_that_is_not_there_is_named(run: Run, server):
    with closing(Neo4jStore(server.uri, server.user, server.password, "elsewhere")) as store:
        with pytest.raises(StoreError, match="elsewhere"):
            store.read()
        with pytest.raises(StoreError, match="elsewhere"):
            store.write(small_world(), "test")
