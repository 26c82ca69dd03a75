"""A graph kept in a Neo4j server: the truth that several API processes share.

Replacement is one transaction: what differs is deleted, changed and written, counts are checked, and the commit is
the switch; what people keep beside the graph stays (graph/stores/property_graph/theirs.py). A writer killed before it
leaves the old graph whole. Because a commit does not reach readers at one instant, it is announced on a switch node,
and readers ask again until it has settled (graph/stores/property_graph/settled.py).
"""

import json
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from typing import TypeVar

from neo4j import READ_ACCESS, WRITE_ACCESS, Driver, GraphDatabase, Session
from neo4j.exceptions import AuthError, DriverError, Neo4jError, TransientError

from graph.errors import NoGraphError, ReplacedError, StoreError
from graph.facts.source_report import SourceReport
from graph.knowledge_graph import KnowledgeGraph
from graph.stores.property_graph.difference import change, difference, let_go
from graph.stores.property_graph.projection import project
from graph.stores.property_graph.read_back import read_graph
from graph.stores.property_graph.replace import WriteProgress, check_counts, ensure_constraints, no_progress, write_rows
from graph.stores.property_graph.settled import REPEATED_EVERY, settled_version
from graph.stores.target import Target
from graph.stores.versions.version_file import StoredGraph

WRITE_SECONDS = 3_600.0
READ_SECONDS = 120.0
_TRIES = 3
_MORE_MEMORY = (
    "; a graph is replaced in one transaction, so raise db.memory.transaction.max there (about 10 kB for each entity, "
    "claim and relationship that changes)"
)
ResultType = TypeVar("ResultType")


class Neo4jStore:
    """The graph in one database of a Neo4j server or cluster.

    Parameters
    ----------
    uri : str
        As ``neo4j://host:7687``; that scheme routes readers to replicas.
    user, password : str
        An account that may read; one that may write where the graph is written.
    database : str
        Its name on that server.
    """

    def __init__(self, uri: str, user: str, password: str, database: str = "neo4j") -> None:
        self.target = Target(uri, user, password, database)
        self._driver: Driver = GraphDatabase.driver(
            uri, auth=(user, password), notifications_min_severity="OFF", connection_timeout=5
        )

    def close(self) -> None:
        """Close the connections."""
        self._driver.close()

    def current(self) -> str | None:
        """Return the version in the database, None before the first graph is written."""
        return self._with_store_errors(self._current)

    def _current(self) -> str | None:
        records, _, _ = self._driver.execute_query(
            "MATCH (v:GraphVersion {id: 'graph'}) RETURN v.version AS version",
            database_=self.target.database, routing_="r",
        )  # fmt: skip
        return str(records[0]["version"]) if records else None

    def read(self, version: str | None = None, *, checked: bool = True) -> StoredGraph:
        """Read the graph that is in the database; its content hash is checked, whether asked for or not.

        Parameters
        ----------
        version : str, optional
            The whole hash or its beginning; whichever is there where None.
        checked : bool
            Not used: it is always checked.

        Raises
        ------
        NoGraphError
            There is none.
        ReplacedError
            The database holds another version than the one asked for.
        StoreError
            It is away, or what it holds is damaged.
        """
        stored = self._with_store_errors(self._read)
        if version is not None and not stored.graph.version.startswith(version):
            raise ReplacedError(
                f"version {version[:12]} is not in {self.target.uri}; it holds {stored.graph.version[:12]}"
            )
        return stored

    def _read(self) -> StoredGraph:
        with self._session(READ_ACCESS) as session:
            deadline = time.monotonic() + READ_SECONDS
            while True:
                with session.begin_transaction(timeout=READ_SECONDS) as transaction:
                    version = settled_version(transaction, deadline)
                    row = transaction.run("MATCH (v:GraphVersion {id: 'graph'}) RETURN v").single()
                    if row is None or version is None:
                        raise NoGraphError(f"there is no graph in {self.target.uri}; run `supplygraph build`")
                    try:
                        graph = read_graph(transaction, version)
                    except StoreError:
                        if settled_version(transaction, deadline) == version:
                            raise
                        continue  # it was replaced while it was read
                    reports = [SourceReport.model_validate(report) for report in json.loads(row["v"]["reports"])]
                    return StoredGraph(graph, row["v"]["built_at"], tuple(reports))

    def write(
        self,
        graph: KnowledgeGraph,
        built_at: str,
        reports: Sequence[SourceReport] = (),
        progress: WriteProgress = no_progress,
    ) -> None:
        """Replace the graph in the database.

        Parameters
        ----------
        graph : KnowledgeGraph
            What is to be there afterwards.
        built_at : str
            When it was built, ISO 8601.
        reports : Sequence[SourceReport]
            What became of each source, kept beside the version.
        progress : WriteProgress
            Told how many rows are written.

        Raises
        ------
        StoreError
            When it cannot be written; the graph in use is unchanged.
        """
        rows = project(graph, built_at)
        described = json.dumps([report.model_dump(mode="json") for report in reports])

        def replace() -> None:
            ensure_constraints(self._driver, self.target.database)
            with (
                self._session(WRITE_ACCESS) as session,
                session.begin_transaction(timeout=WRITE_SECONDS) as transaction,
            ):
                # The first write takes the lock on the version node: a second writer waits here.
                transaction.run(
                    "MERGE (v:GraphVersion {id: 'graph'}) "
                    "SET v.version = $version, v.built_at = $built_at, v.reports = $reports",
                    version=graph.version, built_at=built_at, reports=described,
                ).consume()  # fmt: skip
                differing = difference(transaction, rows)
                let_go(transaction, differing)
                change(transaction, differing)
                write_rows(transaction, differing.new, progress)
                check_counts(transaction, rows)
                with self._announced(graph.version):
                    transaction.commit()

        self._with_store_errors(lambda: _again(replace))

    @contextmanager
    def _announced(self, version: str) -> Iterator[None]:
        """Say, for as long as it lasts, that a commit is under way; a writer that dies falls silent."""
        over = threading.Event()

        def repeat() -> None:
            while not over.wait(REPEATED_EVERY):
                with suppress(Neo4jError, DriverError):  # the next one may pass
                    self._announce(version)

        self._announce(version)
        repeating = threading.Thread(target=repeat, daemon=True)
        repeating.start()
        try:
            yield
        finally:
            over.set()
            repeating.join()
            self._announce(None)

    def _announce(self, version: str | None) -> None:
        """Name the version that is being committed, or none, in a transaction of its own."""
        with self._session(WRITE_ACCESS) as session:
            session.run(
                "MERGE (s:GraphSwitch {id: 'switch'}) SET s.to = $version, s.since = timestamp()", version=version
            ).consume()

    def _session(self, mode: str) -> Session:
        return self._driver.session(database=self.target.database, default_access_mode=mode)

    def _with_store_errors(self, work: Callable[[], ResultType]) -> ResultType:
        try:
            return work()
        except AuthError as error:
            raise StoreError(f"{self.target.uri} refuses user {self.target.user!r}: {error.message}") from error
        except (Neo4jError, DriverError, OSError) as error:
            first = str(getattr(error, "message", None) or error).split("\n")[0]
            advice = _MORE_MEMORY if str(getattr(error, "code", "")).endswith("MemoryPoolOutOfMemoryError") else ""
            raise StoreError(f"Neo4j at {self.target.uri}: {first}{advice}") from error


def _again(work: Callable[[], None]) -> None:
    """Do it again where the server says that a further try may succeed."""
    for _ in range(_TRIES - 1):
        with suppress(TransientError):
            return work()
    return work()
