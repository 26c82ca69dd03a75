"""Which store there is: the folder of versions, or a Neo4j server that several processes share."""

from pathlib import Path
from typing import Protocol

from graph.stores.target import Target
from graph.stores.versions.store import VersionStore
from graph.stores.versions.version_file import StoredGraph


class GraphStore(Protocol):
    """Where the graph in use is read from."""

    def current(self) -> str | None:
        """Return the version in use, None before the first graph is written."""

    def read(self, version: str | None = None, *, checked: bool = False) -> StoredGraph:
        """Read the graph in use, or another version at hand; checked: with its content hash.

        Parameters
        ----------
        version : str, optional
            The whole hash or its beginning; the one in use where None.
        checked : bool
            Whether the hash of the content is computed, which takes seconds.

        Raises
        ------
        NoGraphError
            There is none.
        StoreError
            It cannot be read, or is damaged.
        """

    def close(self) -> None:
        """Let go of connections."""


def open_store(data: Path, neo4j: Target | None) -> GraphStore:
    """Return the store of the settings.

    Parameters
    ----------
    data : Path
        Folder of the built graph.
    neo4j : Target or None
        A database of a Neo4j server; with one, the graph in use is the one in it.
    """
    if neo4j is None:
        return VersionStore(data)
    from graph.stores.neo4j import Neo4jStore  # the driver takes part of a second to load

    return Neo4jStore(neo4j.uri, neo4j.user, neo4j.password, neo4j.database)
