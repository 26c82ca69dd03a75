"""Which parts of an answer are tables, what their columns show, and how much of them is given."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from pydantic import BaseModel

from graph.errors import QuestionError
from graph.measures.question import Limited, Paged, Question

Cell = str | Callable[[Mapping[str, Any]], Any]
"""A dotted path into a row, or a function of the row."""


@dataclass(frozen=True)
class Table:
    """How a part of an answer reads as a table, in a terminal or a CSV file.

    Attributes
    ----------
    rows : str
        The field that has the rows.
    columns : Mapping[str, Cell]
        What each column shows.
    title : str
    per : str
        Rows that agree in this field are limited apart from others; all together when empty.
    """

    rows: str
    columns: Mapping[str, Cell]
    title: str = ""
    per: str = ""


def columns(*names: str, **cells: Cell) -> Mapping[str, Cell]:
    """Return columns that show the fields of their own names, and others."""
    shown: dict[str, Cell] = {name: name for name in names}
    return shown | cells


def part(
    tables: Sequence[Table], result: BaseModel, question: Question, page: int
) -> tuple[dict[str, Any], dict[str, Any]]:
    """Return what is given of each table of a result, and the limits reached.

    Parameters
    ----------
    tables : sequence of Table
    result : BaseModel
    question : Question
        Its ``limit`` and ``cursor`` decide, where it has them.
    page : int
        Rows of a page, where the question does not say.
    """
    limit = question.limit if isinstance(question, Limited) else None
    start = 0
    if isinstance(question, Paged):
        limit, start = limit or page, _start(question.cursor)
    given: dict[str, Any] = {}
    cut = False
    for number, table in enumerate(tables if limit else ()):
        rows = getattr(result, table.rows)
        more = False
        if isinstance(rows, Mapping):
            kept: Any = {name: some[:limit] for name, some in rows.items()}
            more = any(len(some) > len(kept[name]) for name, some in rows.items())
        else:
            first = start if number == 0 else 0
            kept = _first(rows[first:], limit, table.per)
            more = first + len(kept) < len(rows)
            if number == 0 and more and isinstance(question, Paged):
                given["next_cursor"] = str(first + len(kept))
        given[table.rows] = kept
        cut |= more
    return given, {"limit": limit} if cut else {}


def _first(rows: Sequence[Any], limit: int | None, per: str) -> Sequence[Any]:
    if not per:
        return rows[:limit]
    taken: dict[Any, int] = {}
    kept = []
    for row in rows:
        group = getattr(row, per)
        taken[group] = taken.get(group, 0) + 1
        if limit is None or taken[group] <= limit:
            kept.append(row)
    return tuple(kept)


def _start(cursor: str | None) -> int:
    if not cursor:
        return 0
    if not cursor.isdecimal():
        raise QuestionError("cursor: use the `next_cursor` of the answer before", "cursor")
    return int(cursor)
