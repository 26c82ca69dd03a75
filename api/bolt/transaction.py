"""What a client has open: a transaction, and results whose rows nobody has asked for yet.

Nothing is held for it but rows that were found: every query is answered whole, and within its limits, when it is run.
"""

from typing import Any

from api.bolt.failures import INVALID, NO_DATABASE, OUTDATED, BoltError
from api.bolt.own_answers import DATABASE, DATABASES, SYSTEM
from api.bolt.results import ALL, OpenResult

MOST = 8
"""Results of one transaction that may be open."""


class Transaction:
    """A transaction that was begun, or the one that each query outside of any makes for itself."""

    def __init__(self) -> None:
        self.begun = False
        self._extra: dict[str, Any] = {}
        self._version = ""  # of the graph that it reads
        self._results: dict[int, OpenResult] = {}
        self._last = 0

    def begin(self, extra: dict[str, Any]) -> None:
        """Begin one.

        Raises
        ------
        BoltError
            Something is open, or there is no such database.
        """
        if self.begun or self._results:
            raise BoltError(INVALID, "a transaction or a result is open")
        database_of(extra)
        self.begun, self._extra, self._version = True, extra, ""

    def end(self) -> None:
        """End the one that was begun.

        Raises
        ------
        BoltError
            None was.
        """
        if not self.begun:
            raise BoltError(INVALID, "no transaction is open")
        self.clear()

    def clear(self) -> None:
        """Let go of everything."""
        self.begun = False
        self._results.clear()

    def settings(self, extra: dict[str, Any]) -> dict[str, Any]:
        """Return what holds for a query: what was said at the beginning, else with it.

        Raises
        ------
        BoltError
            No further result may be open.
        """
        if len(self._results) >= (MOST if self.begun else 1):
            raise BoltError(INVALID, "too many results are open; read their rows first")
        return self._extra if self.begun else extra

    def reads(self, version: str) -> None:
        """Note the graph version that a query has read.

        Raises
        ------
        BoltError
            A query of the same transaction has read another.
        """
        if self.begun and self._version not in ("", version):
            raise BoltError(OUTDATED, "the graph was replaced during the transaction; ask again")
        self._version = version

    def add(self, result: OpenResult) -> dict[str, int]:
        """Open a result; return how a client names it, where several may be open."""
        self._last += 1
        self._results[self._last] = result
        return {"qid": self._last} if self.begun else {}

    def result(self, extra: dict[str, Any]) -> tuple[int, OpenResult, int]:
        """Return the number of the result that a client means, the result, and how many rows it asks for.

        Raises
        ------
        BoltError
            None such is open.
        """
        number, count = extra.get("qid", ALL), extra.get("n", ALL)
        if not isinstance(number, int) or not isinstance(count, int) or (count < 1 and count != ALL):
            raise BoltError(INVALID, "qid and n are whole numbers")
        number = self._last if number == ALL else number
        if number not in self._results:
            raise BoltError(INVALID, "no such result is open")
        return number, self._results[number], count

    def close(self, number: int) -> dict[str, Any]:
        """Close a result that was read; return what is said at its end."""
        told = self._results.pop(number).told
        return {"type": "r", "t_last": 0, "db": DATABASE, **told, **({} if self.begun else self.bookmark())}

    def bookmark(self) -> dict[str, str]:
        """Return the mark of what was read."""
        return {"bookmark": f"{DATABASE}:{self._version}"}


def database_of(extra: dict[str, Any]) -> str:
    """Return the database that a client means: the graph, or the one of the server itself.

    Raises
    ------
    BoltError
        There is none of that name.
    """
    name = extra.get("db")
    found = DATABASE if name is None else str(name).lower()
    if found not in (*DATABASES, SYSTEM):
        raise BoltError(NO_DATABASE, f"there is one database, {DATABASE}; leave the name out")
    return found
