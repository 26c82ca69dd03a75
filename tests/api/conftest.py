"""A client of the real application over a stored graph: the atlas, or a small world."""

import os
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from fastapi.testclient import TestClient

from api.app import create_app
from api.settings import Settings
from graph.knowledge_graph import KnowledgeGraph
from graph.stores.versions import VersionStore
from loaders.registry import collect


@pytest.fixture(scope="session")
def atlas_data(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the graph of what is shipped."""
    folder = tmp_path_factory.mktemp("atlas")
    collected = collect(None, noncommercial=False, unverified=False, only={"countries", "atlas"})
    VersionStore(folder).write(KnowledgeGraph.build(collected.facts), "2026-11-23T00:00:00+00:00", collected.reports)
    return folder


@pytest.fixture(scope="session")
def atlas(atlas_data: Path) -> Iterator[TestClient]:
    """The application over the atlas."""
    with TestClient(create_app(Settings(data=atlas_data)), raise_server_exceptions=False) as client:
        yield client


@pytest.fixture
def serve(tmp_path: Path) -> Iterator[Callable[[KnowledgeGraph], TestClient]]:
    """Serve a small world."""
    clients: list[TestClient] = []

    def start(graph: KnowledgeGraph) -> TestClient:
        VersionStore(tmp_path).write(graph, "2026-01-01T00:00:00+00:00")
        clients.append(TestClient(create_app(Settings(data=tmp_path)), raise_server_exceptions=False))
        clients[-1].__enter__()
        return clients[-1]

    yield start
    for client in clients:
        client.__exit__(None, None, None)


@pytest.fixture(scope="session")
def chromium_path() -> str:
    """The system's Chromium; skips where there is none, fails in CI."""
    import shutil

    path = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
    if path is None:
        told = "no Chromium: apt-get install chromium, then `make test` looks at the page in a real browser"
        if os.environ.get("CI") == "true":
            pytest.fail(told)
        pytest.skip(told)
    return path
