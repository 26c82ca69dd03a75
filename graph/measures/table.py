"""Which parts of an answer are tables, what their columns show, and how much of them is given."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from pydantic import BaseModel

from graph.errors import QuestionError
from graph.formats.spread import classes_in
from graph.measures.question import Limited, Paged, Question
from graph.measures.ranking import TableRanking

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
        What each column shows in a terminal.
    title : str
        Above the table; empty for the only one.
    per : str
        Rows that agree in this field are limited apart from others; all together when empty.
    carries : mapping of str to tuple of str
        Other parts of the answer whose rows are given where all of these fields name rows of this table, by ``id``.
    details : tuple of str
        Lists in a row that an answer which is too large leaves empty before it leaves out rows.
    nothing : str
        What is said where there are no rows, and the answer itself does not say why.
    file : mapping of str to str
        What a file holds: dotted paths into a row, by the names that columns have or begin with. Their types say how
        a field is spread over columns (``graph/formats/spread.py``). The same as a terminal shows when empty.
    ranking : TableRanking, optional
        By what the rows are ranked: where a limit cuts between rows that are level, the answer says so.
    below : tuple of Table
        Others of the answer whose rows stand below its own in a file that no table was named for.
    each : str
        A list or mapping in a row of which a file has a row for each part, one at least; paths into it lead into the
        part, of a mapping to its ``key`` and ``value``.
    """

    rows: str
    columns: Mapping[str, Cell]
    title: str = ""
    per: str = ""
    carries: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    details: tuple[str, ...] = ()
    nothing: str = "nothing in the graph answers this"
    file: Mapping[str, str] = field(default_factory=dict)
    each: str = ""
    below: tuple["Table", ...] = ()
    ranking: TableRanking | None = None


def fields(*names: str, **paths: str) -> Mapping[str, str]:
    """Return what a file holds: fields by their own names, and others."""
    return {name: name for name in names} | paths


def columns(*names: str, **cells: Cell) -> Mapping[str, Cell]:
    """Return columns that show the fields of their own names, and others."""
    shown: dict[str, Cell] = {name: name for name in names}
    return shown | cells


def rows_of(content: Mapping[str, Any], table: Table) -> list[dict[str, Any]]:
    """Return the rows of a table of an answer: a list, lists by name, or figures by name.

    Parameters
    ----------
    content : Mapping
        An answer as JSON gives it.
    table : Table
        One of its measure.
    """
    return [{name: _cell(row, cell) for name, cell in table.columns.items()} for row in whole_rows(content, table)]


def whole_rows(content: Mapping[str, Any], table: Table) -> list[dict[str, Any]]:
    """Return the rows of a part of an answer, with all of their fields.

    Parameters
    ----------
    content : Mapping
        An answer as JSON gives it.
    table : Table
        One of its measure.
    """
    found: Any = content[table.rows]
    if not isinstance(found, dict):
        return list(found)
    if all(isinstance(part, list) for part in found.values()):
        return [row for part in found.values() for row in part]
    return [{"what": name, "count": value} for name, value in found.items()]


def _cell(row: Mapping[str, Any], cell: Cell) -> Any:
    if not isinstance(cell, str):
        return cell(row)
    value: Any = row
    rest = cell
    while rest:
        name, _, rest = (rest, "", "") if rest in value else rest.partition(".")
        value = value.get(name)
        if value is None:
            return None
    return value


def row_model(result: type[BaseModel], table: Table) -> type[BaseModel] | None:
    """Return the model of the rows of a table; figures by name have none.

    Parameters
    ----------
    result : type of BaseModel
        Of the measure.
    table : Table
        One of its.
    """
    models = [one for one in classes_in(result.model_fields[table.rows].annotation) if issubclass(one, BaseModel)]
    return models[0] if models else None


def part(
    tables: Sequence[Table], result: BaseModel, question: Question, page: int
) -> tuple[dict[str, Any], dict[str, Any]]:
    """Return what is given of each table of a result, and the limits reached.

    Parameters
    ----------
    tables : sequence of Table
        Of the measure; the first is paged.
    result : BaseModel
        What was found, whole.
    question : Question
        Its ``limit`` and ``cursor`` decide, where it has them.
    page : int
        Rows of a page, where the question does not say.
    """
    limit = question.limit if isinstance(question, Limited) else None
    start = 0
    if isinstance(question, Paged):
        limit, start = limit or page, start_of(question.cursor)
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
        if more:
            given |= carried(result, table, kept)
        cut |= more
    return given, {"limit": limit} if cut else {}


def carried(result: BaseModel, table: Table, kept: Sequence[Any]) -> dict[str, Any]:
    """Return the rows of other parts that go with those kept of a table.

    Parameters
    ----------
    result : BaseModel
        What was found, whole.
    table : Table
        Says which parts go with it.
    kept : sequence
        Rows of it that are given.
    """
    ids = {row.id for row in kept} if table.carries else set()
    return {
        name: tuple(row for row in getattr(result, name) if all(getattr(row, end) in ids for end in ends))
        for name, ends in table.carries.items()
    }


def rows_in(rows: Any) -> int:
    """Return how many rows there are: of a list, of lists by name, or figures by name; one of a figure.

    Parameters
    ----------
    rows : sequence or Mapping
        A field of a result.
    """
    if isinstance(rows, Mapping):
        return sum(len(some) if isinstance(some, Sequence) else 1 for some in rows.values())
    return len(rows) if isinstance(rows, Sequence) else 1


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


def start_of(cursor: str | None) -> int:
    """Return the row at which a page begins.

    Parameters
    ----------
    cursor : str or None
        ``next_cursor`` of the page before; None for the first page.
    """
    if not cursor:
        return 0
    if not cursor.isdecimal():
        raise QuestionError("cursor: use the `next_cursor` of the answer before", "cursor")
    return int(cursor)
