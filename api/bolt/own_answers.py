"""What tools ask about the server itself when they connect, answered here: no engine sees it.

Whatever is not in the table goes to the guard, as every query does.
"""

import re
from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

from api.bolt.results import OpenResult
from graph.stores.bolt.packstream import pack

AGENT = "Neo4j/5.26.0"
"""Drivers and tools take no server whose name begins otherwise; CI compares answers with those of this version."""
USER = "neo4j"
"""The one user; tools write this name into their forms."""
DATABASE = "supplygraph"
DATABASES = (DATABASE, USER)
"""Names by which the one database may be called: tools say `neo4j` where nobody says otherwise."""
SYSTEM = "system"
"""Where tools ask about the server; the graph is not there."""


class FixedTable(NamedTuple):
    """Columns and rows."""

    columns: tuple[str, ...]
    rows: Sequence[tuple[Any, ...]]


_VERSION = AGENT.partition("/")[2]
_DATABASES = FixedTable(
    (
        "name", "type", "aliases", "access", "address", "role", "writer", "requestedStatus", "currentStatus",
        "statusMessage", "default", "home", "constituents",
    ),
    [(DATABASE, "standard", [USER], "read-only", "", "primary", False, "online", "online", "", True, True, [])],
)  # fmt: skip
_COMPONENTS = FixedTable(("name", "versions", "edition"), [("Neo4j Kernel", [_VERSION], "community")])
_PROCEDURES = {
    "db.ping": FixedTable(("success",), [(True,)]),
    "dbms.components": _COMPONENTS,
    "dbms.showcurrentuser": FixedTable(("username", "roles", "flags"), [(USER, ["reader"], [])]),
    "dbms.clientconfig": FixedTable(("name", "description", "value"), []),
}
_SHOWN = {
    "databases": _DATABASES,
    "database": _DATABASES,
    "home database": _DATABASES,
    "default database": _DATABASES,
    "current user": FixedTable(
        ("user", "roles", "passwordChangeRequired", "suspended", "home"), [(USER, ["reader"], False, None, None)]
    ),
}
_CALL = re.compile(r"CALL\s+([\w.]+)\s*(?:\(\s*\))?(?:\s+YIELD\s+(.+))?", re.IGNORECASE)
_SHOW = re.compile(
    r"SHOW\s+(DATABASES?|(?:HOME|DEFAULT)\s+DATABASE|CURRENT\s+USER)(?:\s+(?:neo4j|supplygraph))?(?:\s+YIELD\s+(.+))?",
    re.IGNORECASE,
)
_WORD = re.compile(r"\w+|\*")


def own_answer(query: str) -> OpenResult | None:
    """Return the rows of a question about the server, None where it is a query of the graph."""
    text = query.strip().rstrip("; \n")
    for pattern, known in ((_CALL, _PROCEDURES), (_SHOW, _SHOWN)):
        if match := pattern.fullmatch(text):
            table = known.get(" ".join(match[1].lower().split()))
            return None if table is None else _yielded(table, match[2])
    return None


def _yielded(table: FixedTable, wanted: str | None) -> OpenResult | None:
    names = [part.strip() for part in (wanted or "*").split(",")]
    if not all(_WORD.fullmatch(name) for name in names):
        return None
    columns = table.columns if "*" in names else tuple(names)
    if not set(columns) <= set(table.columns):
        return None
    places = [table.columns.index(name) for name in columns]
    rows = [pack([row[place] for place in places]) for row in table.rows]
    return OpenResult(columns, iter(rows), len(rows))


def routing_table(address: str, database: str, seconds: int = 300) -> Mapping[str, Any]:
    """Return a table in which this server is all there is.

    Parameters
    ----------
    address : str
        By which the client reached it.
    database : str
        As the client named it.
    seconds : int
        For which it may be kept.
    """
    servers = [{"addresses": [address], "role": role} for role in ("ROUTE", "READ", "WRITE")]
    return {"rt": {"ttl": seconds, "db": database, "servers": servers}}
