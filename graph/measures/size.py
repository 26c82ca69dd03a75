"""Answers of a size: the parts that are asked for, and as many rows as fit where nobody stated a limit."""

from bisect import bisect_right
from collections.abc import Iterable, Mapping, Sequence
from itertools import accumulate
from typing import Any

from pydantic import BaseModel
from pydantic_core import to_json

from graph.facts.fact import Source
from graph.measures.envelope import Envelope
from graph.measures.measure import Measure
from graph.measures.question import Paged, ParameterError, Question
from graph.measures.table import Table, carried, rows_in, start_of

MARGIN = 500
"""Bytes for what ``meta`` says of a cut."""
TRIES = 12
"""Times that rows give way to the sources that they name."""


def parts_of(measure: Measure[Any], wanted: Iterable[str]) -> set[str]:
    """Return the fields of an answer that are given: those asked for, all when none is named, and always ``meta``.

    Parameters
    ----------
    measure : Measure
        Whose answer is given.
    wanted : iterable of str
        Names of fields.

    Raises
    ------
    ParameterError
        There is no part of a name.
    """
    by_name = {info.alias or name: name for name, info in measure.model.model_fields.items()}
    named = list(wanted)
    for name in named:
        if name not in by_name:
            there = list(by_name)
            raise ParameterError(f"no part {name!r} in this answer; there are {', '.join(there)}", "fields", there)
    return {"meta", *([by_name[name] for name in named] or by_name.values())}


def fitted(found: Envelope, tables: Sequence[Table], question: Question, parts: set[str], most: int) -> Envelope:
    """Return an answer that is too large with as many rows of each part as fit, and say so in ``meta``.

    Details of rows are left out first. Rows that a table carries get what the tables leave. The sources that
    the rows name are always given, others as far as they fit. An answer that is large in what is no rows is returned as
    it is.

    Parameters
    ----------
    found : Envelope
        The whole answer; not changed.
    tables : sequence of Table
        Of its measure.
    question : Question
        What was asked; its cursor goes on where the rows end.
    parts : set of str
        The fields that are given.
    most : int
        Bytes.
    """
    if any(isinstance(row, list | tuple) for name in parts for row in _listed(getattr(found, name))):
        return found  # a matrix: fewer rows would not stand beside its columns
    found = _without_details(found, tables, parts, most)
    behind = {name for table in tables if table.rows in parts for name in table.carries}
    names = {name for name in parts - behind if _is_rows(getattr(found, name))}
    fixed = found.model_dump_json(by_alias=True, include=parts - behind - names - {"sources"})
    budget = most - len(fixed.encode()) - MARGIN
    reserved = min(sum(map(_bytes, found.sources.items())), most // 4) if "sources" in parts else 0
    for _ in range(TRIES):
        kept = _rows_within(found, tables, parts, budget - reserved)
        room = budget - sum(map(_size, kept.values()))
        named = _named(found.sources, kept) if "sources" in parts else {}
        over = sum(map(_bytes, named.items())) - room
        if over <= 0:
            break
        reserved += over + most // 50
    given = {name: some for name, some in kept.items() if rows_in(some) < rows_in(getattr(found, name))}
    if isinstance(question, Paged) and tables[0].rows in given:
        given["next_cursor"] = str(start_of(question.cursor) + len(given[tables[0].rows]))
    given["sources"] = _filled(found.sources, named, room)
    not_counted = {table.rows for table in tables} - set(found.meta.totals)
    return _told(found, given, not_counted, most)


def _without_details(found: Envelope, tables: Sequence[Table], parts: set[str], most: int) -> Envelope:
    left_out = [f"{table.rows}.{name}" for table in tables if table.rows in parts for name in table.details]
    if not left_out:
        return found
    bare = {
        table.rows: tuple(row.model_copy(update=dict.fromkeys(table.details, ())) for row in getattr(found, table.rows))
        for table in tables
        if table.details
    }
    said = {"truncated": True, "limits": {**found.meta.limits, "bytes": most, "left_out": ", ".join(left_out)}}
    return found.model_copy(update={**bare, "meta": found.meta.model_copy(update=said)})


def _rows_within(found: Envelope, tables: Sequence[Table], parts: set[str], room: int) -> dict[str, Any]:
    """Return the first rows of each part that is given, and of those that go with them."""
    carriers = [table for table in tables if table.carries and table.rows in parts]
    behind = {name for table in carriers for name in table.carries}
    rows = {name: getattr(found, name) for name in sorted(parts - behind) if _is_rows(getattr(found, name))}
    kept = _shared_out(rows, room * 2 // 3 if behind & parts else room)
    room -= sum(map(_size, kept.values()))
    for table in carriers:
        for name, some in carried(found, table, kept[table.rows]).items():
            if name in parts:
                kept[name] = _within(some, room * 9 // 10)
                room -= _size(kept[name])
    return kept


def _shared_out(rows: Mapping[str, Any], room: int) -> dict[str, Any]:
    """Return the first rows of each part: what takes less than its share leaves the rest to the others."""
    kept: dict[str, Any] = {}
    for number, name in enumerate(sorted(rows, key=lambda name: _size(rows[name]))):
        kept[name] = _within(rows[name], room // (len(rows) - number))
        room -= _size(kept[name])
    return kept


def _within(value: Any, room: int) -> Any:
    """Return as many of the first rows as fit, of lists by name equally many of each; one at least."""
    if not isinstance(value, Mapping):
        return value[: max(1, bisect_right(_ends(value), room) - 1)]
    ends = {name: _ends(rows) for name, rows in value.items()}
    longest = max(map(len, ends.values())) - 1

    def size(limit: int) -> int:
        return sum(some[min(limit, len(some) - 1)] for some in ends.values())

    limit = max(1, bisect_right(range(1, longest + 1), room, key=size))
    return {name: rows[:limit] for name, rows in value.items()}


def _ends(rows: Sequence[Any]) -> list[int]:
    return list(accumulate(map(_bytes, rows), initial=0))


def _size(value: Any) -> int:
    return sum(map(_bytes, (row for some in value.values() for row in some) if isinstance(value, Mapping) else value))


def _told(found: Envelope, given: dict[str, Any], not_counted: set[str], most: int) -> Envelope:
    totals = {
        name: rows_in(getattr(found, name))
        for name, some in given.items()
        if name != "next_cursor" and name not in not_counted and rows_in(some) < rows_in(getattr(found, name))
    }
    said = {
        "truncated": True,
        "limits": {**found.meta.limits, "bytes": most},
        "totals": {**totals, **found.meta.totals},
    }
    return found.model_copy(update={**given, "meta": found.meta.model_copy(update=said)})


def _named(sources: Mapping[str, Source], kept: Mapping[str, Any]) -> dict[str, Source]:
    """Return the sources that rows name."""
    text = "".join(to_json(row, by_alias=True).decode() for value in kept.values() for row in _models(value))
    return {name: source for name, source in sources.items() if f'"{name}"' in text}


def _filled(sources: Mapping[str, Source], named: Mapping[str, Source], room: int) -> dict[str, Source]:
    """Return the sources that are named, and of the others as many as fit."""
    chosen = set(named)
    room -= sum(map(_bytes, named.items()))
    for name, source in sources.items():
        room -= 0 if name in chosen else _bytes((name, source))
        if room < 0:
            break
        chosen.add(name)
    return {name: source for name, source in sources.items() if name in chosen}


def _models(value: Any) -> Iterable[BaseModel]:
    rows = [row for some in value.values() for row in some] if isinstance(value, Mapping) else value
    return (row for row in rows if isinstance(row, BaseModel))


def _listed(value: object) -> Iterable[Any]:
    return value if isinstance(value, list | tuple) else ()


def _is_rows(value: object) -> bool:
    """Say whether a field has rows, or lists of rows by name."""
    if isinstance(value, Mapping):
        return bool(value) and all(isinstance(some, list | tuple) for some in value.values())
    return isinstance(value, list | tuple)


def _bytes(row: Any) -> int:
    """Return the bytes of a row in JSON, the comma included."""
    return 1 + len(to_json(row, by_alias=True))
