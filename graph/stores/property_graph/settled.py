"""Reading one version of a graph in Neo4j while another may be replacing it.

A commit does not reach readers at one instant. So the writer announces it on a switch node before, and withdraws
the announcement after (graph/stores/neo4j.py); a reader that finds the same settled version before and after its
query has read no mixture.
"""

import asyncio
import time
from typing import LiteralString

from neo4j import AsyncTransaction, Record, Transaction

REPEATED_EVERY = 0.5
"""Seconds between two announcements of one switch."""
DEAD_AFTER = 5.0
"""Seconds after the last announcement of a switch at which its writer is taken for dead."""

_PAUSE = 0.02
_STATE: LiteralString = """
OPTIONAL MATCH (v:GraphVersion {id: 'graph'})
OPTIONAL MATCH (s:GraphSwitch {id: 'switch'})
RETURN v.version AS version, s.to AS to, timestamp() - s.since AS age
"""


def settled_version(transaction: Transaction, deadline: float) -> str | None:
    """Return the version in the database, once no replacement is being committed; None where there is none.

    Parameters
    ----------
    transaction : Transaction
        Asked again and again, a few hundredths of a second apart.
    deadline : float
        Monotonic time to give up at.

    Raises
    ------
    TimeoutError
        A replacement was being committed all the time.
    """
    while True:
        row = transaction.run(_STATE).single(strict=True)
        if _is_settled(row, deadline):
            return _version(row)
        time.sleep(_PAUSE)


async def settled_version_async(transaction: AsyncTransaction, deadline: float) -> str | None:
    """Do the same over an asynchronous driver."""
    while True:
        row = await (await transaction.run(_STATE)).single(strict=True)
        if _is_settled(row, deadline):
            return _version(row)
        await asyncio.sleep(_PAUSE)


def _is_settled(row: Record, deadline: float) -> bool:
    if row["to"] is None or row["age"] > DEAD_AFTER * 1_000:
        return True
    if time.monotonic() > deadline:
        raise TimeoutError("the graph is being replaced; ask again")
    return False


def _version(row: Record) -> str | None:
    return None if row["version"] is None else str(row["version"])
