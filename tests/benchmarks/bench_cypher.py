"""Time loading and asking: the embedded engine, a real Neo4j, and plain networkx, over the real graph in one run.

Run: ``make bench``, or this file. The graph is of every source at hand (``SUPPLYGRAPH_FEEDS``), of what is shipped
otherwise. The engines are asked as users ask them: text through guard, reader and worker, rows as JSON. networkx is
asked in process by programs written for each question, with none of that: it is the floor, not a peer.
"""

import gc
import os
import statistics
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable
from contextlib import closing
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import networkx as nx
import psutil
import pytest

sys.path.insert(0, str(Path(__file__).parents[2]))

from graph.facts.fact import NodeFact
from graph.knowledge_graph import KnowledgeGraph
from graph.queries.saved_queries import saved_query
from graph.snapshots.snapshot import Snapshot
from graph.stores.connection import CypherLimits, CypherService, embedded_service, neo4j_service
from graph.stores.embedded.projection_folder import ProjectionFolder
from graph.stores.neo4j import Neo4jStore
from graph.stores.versions.store import VersionStore
from loaders.registry import collect
from tests.neo4j.server import VERSION, neo4j_server

BUILT = "2026-11-23"
RUNS = 7
LIMITS = CypherLimits(seconds=60)
Networkx = Callable[[], object]


@dataclass
class Line:
    """Seconds of one measure."""

    measure: str
    networkx: float | None = None
    embedded: float | None = None
    neo4j: float | None = None
    rows: int | None = None


def timed(action: Callable[[], object]) -> float:
    gc.collect()
    started = time.perf_counter()
    action()
    return time.perf_counter() - started


def median(action: Callable[[], object]) -> float:
    action()
    return statistics.median(timed(action) for _ in range(RUNS))


def real_graph() -> KnowledgeGraph:
    named = os.environ.get("SUPPLYGRAPH_FEEDS")
    feeds = Path(named) if named else Path(__file__).parents[3] / "shared" / "data"
    collected = collect(feeds if feeds.is_dir() else None, noncommercial=True, unverified=True)
    return KnowledgeGraph.build(collected.facts)


def with_one_more(graph: KnowledgeGraph) -> KnowledgeGraph:
    source = next(iter(graph.sources.values()))
    return KnowledgeGraph.build([*graph.facts(), NodeFact(id="company:one", kind="Company", name="One", source=source)])


def as_networkx(graph: KnowledgeGraph) -> "nx.MultiDiGraph[str]":
    """Every claim as an edge with its evidence, as the engines hold it."""
    view: nx.MultiDiGraph[str] = nx.MultiDiGraph()
    for node in graph.nodes.values():
        view.add_node(node.id, kind=node.kind.value, name=node.name, **node.properties)
    for claim in graph.claims:
        view.add_edge(claim.start, claim.end, kind=claim.kind.value, claim=claim)
    return view


def questions(snapshot: Snapshot) -> dict[str, tuple[str, dict[str, str], Networkx]]:
    """The measures: name -> query, parameters, and the same question to networkx."""
    view = snapshot.networkx()
    simple = nx.DiGraph(view)
    seats = {edge.start: edge.end for edge in snapshot.edges if edge.kind == "BASED_IN"}

    def labs() -> object:
        return Counter(seats.get(node.id) for node in snapshot.nodes.values() if node.kind == "Lab")

    def paths() -> object:
        return sorted(nx.all_simple_paths(simple, "chip:nvidia-h100", "company:asml", cutoff=6), key=len)[:50]

    count = "MATCH (n:Entity) RETURN n.kind AS kind, count(*) AS n ORDER BY kind"
    labs_by_country = (
        "MATCH (l:Lab)-[:BASED_IN {current: true}]->(c:Country) RETURN c.id AS c, count(l) AS n ORDER BY c"
    )
    return {
        "one entity by id": (
            "MATCH (n:Entity {id: $id}) RETURN n", {"id": "company:tsmc"}, lambda: view.nodes["company:tsmc"],
        ),
        "direct needs of a chip": (
            saved_query("what-a-model-rests-on").cypher, {"id": "chip:nvidia-h100"},
            lambda: list(view.out_edges("chip:nvidia-h100", data=True)),
        ),
        "all that a model rests on": (
            saved_query("rests-on").cypher, {"id": "model:deepseek-v3"},
            lambda: nx.descendants(view, "model:deepseek-v3"),
        ),
        "all that rests on TSMC": (
            saved_query("what-rests-on").cypher, {"id": "company:tsmc"}, lambda: nx.ancestors(view, "company:tsmc"),
        ),
        "50 shortest paths of up to 6 steps": (
            saved_query("paths").cypher, {"from": "chip:nvidia-h100", "to": "company:asml"}, paths,
        ),
        "labs by country": (labs_by_country, {}, labs),
        "entities by kind": (count, {}, lambda: Counter(node.kind for node in snapshot.nodes.values())),
    }  # fmt: skip


def ask(service: CypherService, version: str, query: str, parameters: dict[str, str]) -> int:
    return service.run(query, parameters, version=version).count


def loads(graph: KnowledgeGraph, data: Path, store: Neo4jStore | None) -> list[Line]:
    more = with_one_more(graph)
    for one in (graph, more):
        VersionStore(data).write(one, BUILT)
    folder = ProjectionFolder(data)
    lines = [
        Line("load the graph", timed(lambda: as_networkx(graph)), timed(lambda: folder.build(graph.version))),
        Line("load it again with one fact more", timed(lambda: as_networkx(more)),
             timed(lambda: folder.build(more.version))),
        Line("read it back, checked by its hash", None, timed(lambda: VersionStore(data).read(graph.version))),
    ]  # fmt: skip
    if store is not None:
        with closing(Neo4jStore(store.target.uri, store.target.user, store.target.password)) as empty:
            empty.write(KnowledgeGraph.build([]), BUILT)
        lines[0].neo4j = timed(lambda: store.write(graph, BUILT))
        lines[1].neo4j = timed(lambda: store.write(more, BUILT))
        store.write(graph, BUILT)
        lines[2].neo4j = timed(store.read)
    return lines


def answers(graph: KnowledgeGraph, embedded: CypherService, neo4j: CypherService | None) -> list[Line]:
    lines = []
    snapshot = graph.snapshot(date.fromisoformat(BUILT))
    for measure, (query, parameters, plain) in questions(snapshot).items():
        line = Line(measure, networkx=median(plain))
        for name, service in (("embedded", embedded), ("neo4j", neo4j)):
            if service is not None:
                rows = ask(service, graph.version, query, parameters)
                assert line.rows in (None, rows), f"{measure}: {line.rows} rows and {rows}"
                line.rows = rows
                setattr(line, name, median(lambda s=service, q=query, p=parameters: ask(s, graph.version, q, p)))
        lines.append(line)
    return lines


def shown(seconds: float | None, floor: float | None = None) -> str:
    if seconds is None:
        return ""
    text = f"{seconds:.2f} s" if seconds >= 1 else f"{seconds * 1000:.3g} ms"
    return text if floor is None or floor <= 0 else f"{text} ({seconds / floor:.3g}×)"


def print_table(title: str, lines: list[Line]) -> None:
    print(f"\n### {title}\n\n| measure | rows | networkx | embedded | Neo4j {VERSION} |\n|---|---|---|---|---|")
    for line in lines:
        rows = "" if line.rows is None else str(line.rows)
        print(
            f"| {line.measure} | {rows} | {shown(line.networkx)} | {shown(line.embedded, line.networkx)} | "
            f"{shown(line.neo4j, line.networkx)} |"
        )


def main() -> None:
    try:
        server = neo4j_server()
        store = Neo4jStore(server.uri, server.user, server.password)
        neo4j = neo4j_service(server.uri, server.user, server.password, LIMITS)
    except pytest.skip.Exception as reason:
        print(f"without Neo4j: {reason}")
        store = neo4j = None
    graph = real_graph()
    print(
        f"## Cypher: {len(graph.nodes):,} entities, {len(graph.claims):,} relationships, {len(graph.sources):,} sources"
    )
    with tempfile.TemporaryDirectory() as folder, closing(embedded_service(Path(folder), LIMITS)) as embedded:
        print_table("Loading", loads(graph, Path(folder), store))
        print_table(f"Asking (median of {RUNS}, warm)", answers(graph, embedded, neo4j))
        engine = psutil.Process(embedded.backend.engine.process_id)
        print(f"\nThe embedded engine holds {engine.memory_info().rss / 1e6:,.0f} MB after this.")
    if store is not None and neo4j is not None:
        neo4j.close()
        store.close()
    print("Multiples are of networkx, which is asked in process, without text, limits or protection.")


if __name__ == "__main__":
    main()
