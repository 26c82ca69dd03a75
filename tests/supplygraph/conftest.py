"""The graph of what is shipped, in a folder."""

from pathlib import Path

import pytest

from graph.knowledge_graph import KnowledgeGraph
from graph.stores.versions.store import VersionStore
from loaders.registry import collect


@pytest.fixture(scope="session")
def stored_atlas(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the graph of what is shipped."""
    folder = tmp_path_factory.mktemp("shipped")
    collected = collect(None, noncommercial=False, unverified=False)
    VersionStore(folder).write(KnowledgeGraph.build(collected.facts), "2026-11-23T00:00:00+00:00", collected.reports)
    return folder
