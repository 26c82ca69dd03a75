"""What an engine says about a failed query, as one kind of failure with a place and a way out."""

import re
from typing import Literal, TypedDict

Kind = Literal["query", "write", "time", "size", "memory", "away", "broken"]
"""``away``: nobody listens there; ``broken``: the connection was lost while the query ran."""

WRITES = "the query would write; this interface only reads"
_PLACES = (
    re.compile(r"\(line (\d+), column (\d+)"),  # Neo4j, from 1
    re.compile(r"at line (\d+), column (\d+)"),  # the embedded engine's parser; its columns are from 0
    re.compile(r"at line (\d+):(\d+)"),
)
_PLACE_TEXT = re.compile(r" at line \d+(:\d+|, column \d+)( -)?| \(line \d+, column \d+ \(offset: \d+\)\)")
_NEO4J_TIME = ("TransactionTimedOut", "TransactionTimedOutClientConfiguration", "Terminated", "LockClientStopped")
_WRITE_CODES = ("Statement.AccessMode", "Security.Forbidden", "General.ForbiddenOnReadOnlyDatabase")
_MEMORY_CODES = ("MemoryPoolOutOfMemoryError", "General.OutOfMemoryError", "StackOverFlowError")
_TIME_TEXTS = ("timeout", "timed out")
_MEMORY_TEXTS = (
    "out of memory",
    "outofmemory",
    "heap",
    "exceeding the maximum",
    "garbage-collected",
    "limit of memory",
)


class Failure(TypedDict, total=False):
    """A failed query: its kind, a message, and the place in the text where one is known."""

    kind: Kind
    message: str
    line: int
    column: int


def failure(code: str, message: str, query: str) -> Failure:
    """Return what went wrong.

    Parameters
    ----------
    code : str
        The engine's code, as ``Neo.ClientError.Statement.SyntaxError``.
    message : str
        The engine's message.
    query : str
        The text of the query, in which an undefined name is looked up.
    """
    first = message.strip().split("\n")[0].strip()
    lower = message.lower()
    if code.endswith(_WRITE_CODES):
        return {"kind": "write", "message": WRITES}
    if code.endswith(_MEMORY_CODES) or any(text in lower for text in _MEMORY_TEXTS):
        return {"kind": "memory", "message": f"the query needs more memory than it may use: {_short(first)}"}
    if any(part in code for part in _NEO4J_TIME) or any(text in lower for text in _TIME_TEXTS):
        return {"kind": "time", "message": _short(first)}
    found: Failure = {"kind": "query", "message": _short(first)}
    if place := _place(message, query):
        found["line"], found["column"] = place
    return found


def _short(message: str) -> str:
    """Leave out the place, which is given apart and counted by us, and what is too long to read."""
    message = _PLACE_TEXT.sub("", message).strip()
    return message if len(message) <= 400 else message[:400] + " ..."


def _place(message: str, query: str) -> tuple[int, int] | None:
    for number, pattern in enumerate(_PLACES):
        if match := pattern.search(message):
            line, column = int(match[1]), int(match[2])
            return line, column + (number > 0)
    unknown = re.search(r"[Vv]ariable [`']([^`']+)[`'] not defined", message)
    used = re.search(rf"(?<![\w.:]){re.escape(unknown[1])}\b", query) if unknown else None
    if used is None:
        return None
    before = query[: used.start()]
    return before.count("\n") + 1, used.start() - before.rfind("\n")
