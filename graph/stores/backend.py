"""Where queries go: what a backend has to do, and the one that is a Neo4j server."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Protocol

from graph.stores.property_graph.replace import WriteProgress
from graph.stores.target import Target


class Backend(Protocol):
    """Where queries go."""

    @contextmanager
    def lend(self, version: str, wait: float) -> Iterator[Target]:
        """Lend a database for one query.

        Parameters
        ----------
        version : str
            The graph version wanted; the target says which one the database holds.
        wait : float
            Seconds to wait where there is no database at all yet.

        Yields
        ------
        Target
            The database and the account that may read it, for as long as the block lasts.

        Raises
        ------
        EngineBusyError
            There is none yet.
        """

    def prepare(self, version: str, progress: WriteProgress) -> None:
        """Make ready for a version.

        Parameters
        ----------
        version : str
            The graph version that will be asked.
        progress : WriteProgress
            Told how many rows are written, where any are.
        """

    def renew(self, uri: str) -> None:
        """Note that a query ran over, or that the server went away.

        Parameters
        ----------
        uri : str
            Address of the database that was lent.
        """

    def close(self) -> None:
        """Let go of everything."""


class Neo4jBackend:
    """A Neo4j server: it looks after itself, and knows its own version.

    Parameters
    ----------
    target : Target
        The database, with an account that may read it.
    """

    def __init__(self, target: Target) -> None:
        self._target = target

    @contextmanager
    def lend(self, version: str, wait: float) -> Iterator[Target]:
        """Lend the server.

        Parameters
        ----------
        version : str
            Not used: the server knows what it holds, and the answer says it.
        wait : float
            Not used: a server is there or away.

        Yields
        ------
        Target
            The one that it was made with.
        """
        yield self._target

    def prepare(self, version: str, progress: WriteProgress) -> None:
        """Do nothing: the graph is written there when it is built.

        Parameters
        ----------
        version : str
            Not used.
        progress : WriteProgress
            Not used.
        """

    def renew(self, uri: str) -> None:
        """Do nothing: the server ends what ran over, by its own limits.

        Parameters
        ----------
        uri : str
            Not used.
        """

    def close(self) -> None:
        """Do nothing."""
