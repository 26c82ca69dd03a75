"""Both engines over the same graph. What is asked of one is asked of the other."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path

import pytest

from graph.knowledge_graph import KnowledgeGraph
from graph.stores.connection import CypherLimits, CypherService, embedded_service, neo4j_service
from graph.stores.embedded.projection_folder import ProjectionFolder
from graph.stores.neo4j import Neo4jStore
from graph.stores.versions.store import VersionStore
from loaders.registry import collect
from tests.graph.stores.small_world import small_world
from tests.neo4j.server import Server, neo4j_server

LIMITS = CypherLimits(seconds=3.0, rows=1_000, characters=1_000_000, worker_mb=512)


@dataclass(frozen=True)
class Asked:
    """A service over a graph."""

    service: CypherService
    graph: KnowledgeGraph
    engine: str

    def rows(self, query: str, **parameters: object) -> list[list[object]]:
        """Return the rows of a query."""
        answer = self.service.run(query, parameters, version=self.graph.version)
        assert answer.version == self.graph.version
        rows: list[list[object]] = answer.decoded()["rows"]
        return rows


@pytest.fixture(scope="session")
def server() -> Server:
    """The Neo4j server of the tests."""
    return neo4j_server()


@pytest.fixture(scope="session")
def neo4j_store(server: Server) -> Iterator[Neo4jStore]:
    """A store in that server."""
    store = Neo4jStore(server.uri, server.user, server.password)
    yield store
    store.close()


@pytest.fixture(scope="session")
def embedded(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Asked]:
    """The small world in the embedded engine."""
    folder: Path = tmp_path_factory.mktemp("embedded")
    graph = small_world()
    VersionStore(folder).write(graph, "test")
    service = embedded_service(folder, LIMITS)
    service.prepare(graph.version)
    yield Asked(service, graph, "embedded")
    service.close()


@pytest.fixture(scope="session")
def on_neo4j(server: Server, neo4j_store: Neo4jStore) -> Iterator[Asked]:
    """The small world in Neo4j."""
    graph = small_world()
    neo4j_store.write(graph, "test")
    service = neo4j_service(server.uri, server.user, server.password, LIMITS)
    yield Asked(service, graph, "neo4j")
    service.close()


@pytest.fixture(params=["embedded", pytest.param("neo4j", marks=pytest.mark.neo4j)])
def asked(request: pytest.FixtureRequest) -> Asked:
    """Either engine."""
    name = {"embedded": "embedded", "neo4j": "on_neo4j"}[request.param]
    found: Asked = request.getfixturevalue(name)
    if found.engine == "neo4j":
        store: Neo4jStore = request.getfixturevalue("neo4j_store")
        if store.current() != found.graph.version:  # another test wrote its own graph there
            store.write(found.graph, "test")
    return found


@pytest.fixture(scope="session")
def atlas_graph() -> KnowledgeGraph:
    """The graph of what is shipped."""
    collected = collect(None, noncommercial=False, unverified=False, only={"countries", "atlas"})
    return KnowledgeGraph.build(collected.facts)


@pytest.fixture(scope="session")
def atlas_folder(tmp_path_factory: pytest.TempPathFactory, atlas_graph: KnowledgeGraph) -> Path:
    """A data folder with that graph and its projection."""
    folder: Path = tmp_path_factory.mktemp("atlas")
    VersionStore(folder).write(atlas_graph, "2026-11-23")
    ProjectionFolder(folder).build(atlas_graph.version)
    return folder


ENGINES = ["embedded", pytest.param("neo4j", marks=pytest.mark.neo4j)]


@pytest.fixture(scope="module", params=ENGINES)
def on_atlas(request: pytest.FixtureRequest, atlas_graph: KnowledgeGraph) -> Iterator[Asked]:
    """The atlas on either engine, with a short limit of time."""
    yield from _on_atlas(request, atlas_graph, replace(LIMITS, seconds=1.5))


@pytest.fixture(scope="module", params=ENGINES)
def on_atlas_with_time(request: pytest.FixtureRequest, atlas_graph: KnowledgeGraph) -> Iterator[Asked]:
    """The atlas on either engine, with the time that users have."""
    yield from _on_atlas(request, atlas_graph, replace(LIMITS, seconds=CypherLimits().seconds))


def _on_atlas(request: pytest.FixtureRequest, graph: KnowledgeGraph, limits: CypherLimits) -> Iterator[Asked]:
    if request.param == "embedded":
        service = embedded_service(request.getfixturevalue("atlas_folder"), limits)
    else:
        server: Server = request.getfixturevalue("server")
        request.getfixturevalue("neo4j_store").write(graph, "2026-11-23")
        service = neo4j_service(server.uri, server.user, server.password, limits)
    service.run("RETURN 1", version=graph.version)
    yield Asked(service, graph, request.param)
    service.close()
