"""Where a query goes: one database of one server, with the account that may only read."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Target:
    """A database to ask.

    ``version`` is the graph version that it surely holds, None where the database itself has to be asked (Neo4j).
    ``http`` is the other door of the embedded engine, for plans; None on Neo4j.
    """

    uri: str
    user: str
    password: str
    database: str
    version: str | None = None
    http: str | None = None
