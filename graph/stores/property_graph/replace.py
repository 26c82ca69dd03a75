"""Rows written over a driver: constraints, batched nodes and relationships, counts checked.

The statements are the same on both engines.
"""

from collections.abc import Callable, Iterator, Sequence
from typing import TYPE_CHECKING, LiteralString, cast

from graph.errors import StoreError
from graph.stores.property_graph.projection import GraphRow, Projection
from graph.stores.property_graph.schema import CLAIM, ENTITY, REDIRECT, SOURCE, constraints, labels_of

if TYPE_CHECKING:
    from neo4j import Driver, Transaction

BATCH = 2_000
WriteProgress = Callable[[str, int, int], None]
"""Called with what is written, rows done and rows in all."""


def no_progress(what: str, done: int, total: int) -> None:
    """Say nothing.

    Parameters
    ----------
    what : str
        Label or type of the rows that are being written.
    done, total : int
        Rows written, and of how many.
    """


def ensure_constraints(driver: "Driver", database: str) -> None:
    """Make ids unique, which also gives them an index.

    Parameters
    ----------
    driver : Driver
        Of an account that may change the schema.
    database : str
        Its name on that server.
    """
    with driver.session(database=database) as session:
        for statement in constraints():
            session.run(own(statement)).consume()


def write_rows(transaction: "Transaction", rows: Projection, progress: WriteProgress = no_progress) -> None:
    """Create rows in a transaction.

    Parameters
    ----------
    transaction : Transaction
        The caller commits it.
    rows : Projection
        None of which is there yet; nodes are written before relationships.
    progress : WriteProgress
        Told after each batch what is written, and how many rows of how many.
    """
    done, total = 0, len(rows)
    for what, statement, batch in _batches(rows):
        transaction.run(own(statement), rows=batch).consume()
        done += len(batch)
        progress(what, done, total)


def _batches(rows: Projection) -> Iterator[tuple[str, str, list[GraphRow]]]:
    groups: list[tuple[str, Sequence[GraphRow]]] = [
        *((labels_of(kind), group) for kind, group in rows.entities.items()),
        (SOURCE, rows.sources),
        (CLAIM, rows.claims),
        (REDIRECT, rows.redirects),
    ]
    for labels, group in groups:
        statement = f"UNWIND $rows AS row CREATE (n:{labels}) SET n = row"
        yield from ((labels, statement, batch) for batch in _cut(group))
    for kind, edges in rows.relationships.items():
        statement = (
            f"UNWIND $rows AS row MATCH (a:{ENTITY} {{id: row.from}}) MATCH (b:{ENTITY} {{id: row.to}}) "
            f"CREATE (a)-[r:{kind.value}]->(b) SET r = row.properties"
        )
        yield from ((kind.value, statement, batch) for batch in _cut(edges))


def _cut(rows: Sequence[GraphRow]) -> Iterator[list[GraphRow]]:
    for start in range(0, len(rows), BATCH):
        yield list(rows[start : start + BATCH])


def check_counts(transaction: "Transaction", rows: Projection) -> None:
    """Check that the rows of a graph are there, neither fewer nor more.

    Parameters
    ----------
    transaction : Transaction
        The one in which they were written.
    rows : Projection
        The whole graph.

    Raises
    ------
    StoreError
        When the counts differ; the caller commits nothing then.
    """
    expected: dict[str, int] = {
        ENTITY: sum(len(group) for group in rows.entities.values()),
        SOURCE: len(rows.sources),
        CLAIM: len(rows.claims),
        REDIRECT: len(rows.redirects),
        **{kind.value: len(group) for kind, group in rows.relationships.items()},
    }
    for name, count in expected.items():
        is_node = name in (ENTITY, SOURCE, CLAIM, REDIRECT)
        found = _count(transaction, f"(x:{name})" if is_node else f"()-[x:{name}]->()")
        if found != count and not is_node:  # nodes that are not ours may have relationships of such a type
            found = _count(transaction, f"(:{ENTITY})-[x:{name}]->(:{ENTITY})")
        if found != count:
            raise StoreError(f"{name}: {count} rows were written and {found} are there; the old graph stays")


def _count(transaction: "Transaction", pattern: str) -> int:
    return int(transaction.run(own(f"MATCH {pattern} RETURN count(x) AS n")).single(strict=True)["n"])


def own(statement: str) -> LiteralString:
    """Mark a statement of ours: it is made of names of the ontology only, never of text from outside.

    Parameters
    ----------
    statement : str
        Made of names of the ontology.
    """
    return cast(LiteralString, statement)  # type: ignore[redundant-cast]
