"""Random questions to random graphs: the embedded engine, Neo4j and networkx agree.

The graphs are many small ones side by side in one store, so that each is loaded once; the questions are drawn by
hypothesis. A path here is what Cypher calls one: no relationship twice, nodes as often as they come.
"""

import random
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

import networkx as nx
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from graph.facts.fact import EdgeFact, Fact, NodeFact, Source
from graph.knowledge_graph import KnowledgeGraph
from graph.node_ids import kind_of
from graph.stores.connection import embedded_service, neo4j_service
from graph.stores.versions.store import VersionStore
from tests.graph.stores.conftest import LIMITS, Asked

WORLDS = 30
TYPES = {
    "DERIVED_FROM": ("model", "model"), "DEVELOPED_BY": ("model", "lab"), "REQUIRES": ("input", "input"),
    "SUPPLIED_BY": ("input", "company"), "PART_OF": ("lab", "company"), "VARIANT_OF": ("input", "input"),
}  # fmt: skip
SOURCES = [
    Source(id=f"random/{n}", dataset=f"random{n}", title="t", publisher="p", url="u", licence="CC0") for n in range(3)
]


def random_facts(seed: int) -> Iterator[Fact]:
    """Yield a graph of up to nine nodes; cycles and parallel relationships are likely."""
    chance = random.Random(seed)
    ids = [f"{kind}:w{seed}n{n}" for n in range(3) for kind in chance.sample(["model", "lab", "input", "company"], 3)]
    for node_id in ids:
        yield NodeFact(id=node_id, kind=kind_of(node_id), name=f"{seed}", source=SOURCES[0])
    stated = set()
    for _ in range(chance.randint(4, 16)):
        kind = chance.choice(list(TYPES))
        starts, ends = ([i for i in ids if i.startswith(prefix + ":")] for prefix in TYPES[kind])
        start, end = chance.choice(starts or [""]), chance.choice(ends or [""])
        source = chance.choice(SOURCES)
        if start and end and start != end and (key := (start, kind, end, source.id)) not in stated:
            stated.add(key)
            yield EdgeFact.model_validate(
                {
                    "from": start,
                    "kind": kind,
                    "to": end,
                    "source": source,
                    "quantity": chance.choice([None, 1.5, 2, -1]),
                    "valid_from": chance.choice([None, date(2020, 1, 1), date(2025, 6, 30)]),
                }
            )


@dataclass(frozen=True)
class Three:
    """The same graph three times."""

    embedded: Asked
    neo4j: Asked
    networkx: "nx.MultiDiGraph[str]"


@pytest.fixture(scope="module")
def three(tmp_path_factory, server, neo4j_store) -> Iterator[Three]:
    graph = KnowledgeGraph.build(fact for seed in range(WORLDS) for fact in random_facts(seed))
    folder = tmp_path_factory.mktemp("random")
    VersionStore(folder).write(graph, "test")
    neo4j_store.write(graph, "test")
    embedded = embedded_service(folder, LIMITS)
    embedded.prepare(graph.version)
    over_neo4j = neo4j_service(server.uri, server.user, server.password, LIMITS)
    plain: nx.MultiDiGraph[str] = nx.MultiDiGraph()
    plain.add_nodes_from(graph.nodes)
    for claim in graph.claims:
        plain.add_edge(claim.start, claim.end, kind=claim.kind.value, claim=claim)
    yield Three(Asked(embedded, graph, "embedded"), Asked(over_neo4j, graph, "neo4j"), plain)
    embedded.close()
    over_neo4j.close()


def trails(
    graph: "nx.MultiDiGraph[str]", start: str, types: set[str], direction: str, shortest: int, longest: int
) -> Iterator[list[tuple[str, str, int]]]:
    """Yield every path from a node as a list of edges, by the definition."""

    def steps(node: str) -> Iterator[tuple[tuple[str, str, int], str]]:
        if direction != "<-":
            for edge in graph.out_edges(node, keys=True):
                yield edge, edge[1]
        if direction != "->":
            for edge in graph.in_edges(node, keys=True):
                yield edge, edge[0]

    def grow(node: str, path: list[tuple[str, str, int]]) -> Iterator[list[tuple[str, str, int]]]:
        if len(path) >= shortest:
            yield path
        if len(path) < longest:
            for edge, following in steps(node):
                if edge not in path and (not types or graph.edges[edge]["kind"] in types):
                    yield from grow(following, [*path, edge])

    yield from grow(start, [])


def end_of(start: str, path: list[tuple[str, str, int]]) -> str:
    """Return where a path ends."""
    here = start
    for source, target, _ in path:
        here = target if here == source else source
    return here


questions = st.fixed_dictionaries(
    {
        "world": st.integers(0, WORLDS - 1),
        "start": st.integers(0, 8),
        "types": st.sets(st.sampled_from(sorted(TYPES)), max_size=3),
        "direction": st.sampled_from(["->", "<-", "--"]),
        "shortest": st.integers(0, 2),
        "more": st.integers(0, 2),
    }
)
few = settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])


def pattern(question: dict, start: str) -> tuple[str, set[str], int]:
    types, direction = question["types"], question["direction"]
    longest = max(question["shortest"] + question["more"], 1)
    arrows = {"->": ("-", "->"), "<-": ("<-", "-"), "--": ("-", "-")}[direction]
    named = ":" + "|".join(sorted(types)) if types else ""
    body = f"{arrows[0]}[{named}*{question['shortest']}..{longest}]{arrows[1]}"
    return f"(a:Entity {{id: '{start}'}}){body}(b:Entity)", types, longest


def chosen(three: Three, question: dict) -> str:
    ids = sorted(i for i in three.embedded.graph.nodes if i.partition(":")[2].startswith(f"w{question['world']}n"))
    return ids[question["start"] % len(ids)]


@pytest.mark.neo4j
@few
@given(question=questions)
def test_paths_by_end_and_length(three, question):
    start = chosen(three, question)
    matched, types, longest = pattern(question, start)
    query = f"MATCH p = {matched} RETURN b.id AS b, length(p) AS l, count(p) AS n ORDER BY b, l"
    found = trails(three.networkx, start, types, question["direction"], question["shortest"], longest)
    expected = Counter((end_of(start, path), len(path)) for path in found)
    rows = [[end, length, count] for (end, length), count in sorted(expected.items())]
    assert three.embedded.rows(query) == rows
    assert three.neo4j.rows(query) == rows


@pytest.mark.neo4j
@few
@given(question=questions)
def test_aggregates_over_paths(three, question):
    start = chosen(three, question)
    matched, types, longest = pattern(question, start)
    query = (
        f"MATCH p = {matched} UNWIND relationships(p) AS r "
        "RETURN type(r) AS t, count(*) AS n, count(r.quantity) AS c, sum(r.quantity) AS s, min(r.quantity) AS lo, "
        "max(r.quantity) AS hi, count(DISTINCT r) AS d, min(toString(r.valid_from)) AS v ORDER BY t"
    )
    used: dict[str, list] = {}
    for path in trails(three.networkx, start, types, question["direction"], question["shortest"], longest):
        for edge in path:
            used.setdefault(three.networkx.edges[edge]["kind"], []).append(edge)
    rows = []
    for kind, edges in sorted(used.items()):
        claims = [three.networkx.edges[edge]["claim"] for edge in edges]
        figures = [claim.quantity for claim in claims if claim.quantity is not None]
        days = [str(claim.valid_from) for claim in claims if claim.valid_from]
        rows.append(
            [kind, len(edges), len(figures), sum(figures), min(figures, default=None), max(figures, default=None),
             len(set(edges)), min(days, default=None)]
        )  # fmt: skip
    assert three.embedded.rows(query) == rows
    assert three.neo4j.rows(query) == rows


@pytest.mark.neo4j
@few
@given(question=questions)
def test_shortest_paths(three, question):
    start = chosen(three, question)
    types = question["types"] or set(TYPES)
    allowed = nx.DiGraph()
    allowed.add_nodes_from(three.networkx)
    allowed.add_edges_from((a, b) for a, b, kind in three.networkx.edges(data="kind") if kind in types)
    lengths = nx.single_source_shortest_path_length(allowed, start)
    named = "|".join(sorted(types))
    query = (
        f"MATCH (a:Entity {{id: '{start}'}}), (b:Entity) WHERE b.name = a.name AND b.id <> a.id "
        f"MATCH p = shortestPath((a)-[:{named}*..12]->(b)) RETURN b.id AS b, length(p) AS l ORDER BY b"
    )
    rows = [[node, length] for node, length in sorted(lengths.items()) if length]
    assert three.embedded.rows(query) == rows
    assert three.neo4j.rows(query) == rows


@pytest.mark.neo4j
@few
@given(world=st.integers(0, WORLDS - 1), a=st.sampled_from(sorted(TYPES)), b=st.sampled_from(sorted(TYPES)))
def test_joins_optional_matches_and_subqueries(three, world, a, b):
    name = str(world)
    query = (
        f"MATCH (x:Entity {{name: $name}})-[r:{a}]->(y) OPTIONAL MATCH (y)-[s:{b}]->(z) WHERE z.id <> x.id "
        f"RETURN x.id AS x, y.id AS y, z.id AS z, COUNT {{ (y)<--() }} AS n, EXISTS {{ (x)-[:{b}]->(y) }} AS e, "
        "count(*) AS c ORDER BY x, y, z"
    )
    graph = three.networkx
    found: Counter = Counter()
    for x, y, kind in graph.edges(data="kind"):
        if kind != a or three.embedded.graph.nodes[x].name != name:
            continue
        ends = [z for _, z, other in graph.out_edges(y, data="kind") if other == b and z != x]
        linked = any(data["kind"] == b for data in graph.get_edge_data(x, y).values())
        for z in ends or [None]:
            found[x, y, z, graph.in_degree(y), linked] += 1
    rows = sorted(([*key, count] for key, count in found.items()), key=lambda row: (row[0], row[1], row[2] or "~"))
    assert three.embedded.rows(query, name=name) == rows
    assert three.neo4j.rows(query, name=name) == rows
