"""Rows of an answer as files that other programs read: CSV, NDJSON, Markdown, Parquet, Arrow.

What is not known is an empty cell or a null, never zero. pyarrow writes the last two; it is asked for only then, since
it is an extra (``supplygraph[tables]``).
"""

import csv
import io
import json
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from importlib.util import find_spec
from typing import TYPE_CHECKING, Any

from graph.formats.cells import guarded

if TYPE_CHECKING:
    import pyarrow as pa


class TableFormat(StrEnum):
    """What a table is written as."""

    NDJSON = "ndjson"
    CSV = "csv"
    MARKDOWN = "md"
    PARQUET = "parquet"
    ARROW = "arrow"


MEDIA_TYPES: Mapping[TableFormat, str] = {
    TableFormat.NDJSON: "application/x-ndjson",
    TableFormat.CSV: "text/csv; charset=utf-8",
    TableFormat.MARKDOWN: "text/markdown; charset=utf-8",
    TableFormat.PARQUET: "application/vnd.apache.parquet",
    TableFormat.ARROW: "application/vnd.apache.arrow.file",
}


@dataclass(frozen=True)
class Tabular:
    """A table to write.

    Attributes
    ----------
    columns : mapping of str to type or None
        Types by name; None where a column is computed, and its type follows from its cells.
    rows : sequence of mapping
        Values as in JSON.
    about : mapping of str to str
        What the table is of; files that have a place for it carry it.
    meanings : mapping of str to str
        What columns are, with their units; files that have a place for it carry it.
    """

    columns: Mapping[str, type | None]
    rows: Sequence[Mapping[str, Any]]
    about: Mapping[str, str]
    meanings: Mapping[str, str] = field(default_factory=dict)


def available() -> tuple[TableFormat, ...]:
    """Return the formats that what is installed can write."""
    needs_pyarrow = {TableFormat.PARQUET, TableFormat.ARROW}
    there = find_spec("pyarrow") is not None
    return tuple(form for form in TableFormat if there or form not in needs_pyarrow)


def ndjson(table: Tabular) -> bytes:
    """Write one JSON object a line.

    Parameters
    ----------
    table : Tabular
        What is not known in its rows is written as null.
    """
    return "".join(json.dumps(row, ensure_ascii=False) + "\n" for row in table.rows).encode()


def csv_text(table: Tabular) -> bytes:
    """Write CSV with a byte order mark, for spreadsheets, and a guard against formulas.

    Parameters
    ----------
    table : Tabular
        Columns in its order; what is not known is an empty cell.
    """
    buffer = io.StringIO()
    buffer.write("\ufeff")
    writer = csv.writer(buffer)
    writer.writerow(table.columns)
    for row in table.rows:
        writer.writerow([guarded(_joined(row[name])) for name in table.columns])
    return buffer.getvalue().encode()


def _joined(value: object) -> object:
    """Return the ids of a set as one text."""
    if isinstance(value, list) and all(isinstance(part, str) for part in value):
        return ";".join(value)
    return value


def markdown(table: Tabular) -> bytes:
    """Write a Markdown table, and below it what it is of.

    Parameters
    ----------
    table : Tabular
        Columns in its order; what is not known is an empty cell.
    """
    lines = [list(table.columns), ["---"] * len(table.columns)]
    lines += [[_plain(row[name]) for name in table.columns] for row in table.rows]
    told = " · ".join(f"{name.replace('_', ' ')} {_plain(value)}" for name, value in table.about.items())
    return "".join((*(f"| {' | '.join(line)} |\n" for line in lines), *([f"\n{told}\n"] if told else []))).encode()


def _plain(value: object) -> str:
    """Return a cell on one line in which nothing is Markdown or HTML."""
    if isinstance(value, list) and all(isinstance(part, str) for part in value):
        value = ", ".join(value)
    text = str(guarded(value)) if not isinstance(value, str) else value
    text = re.sub(r"([\\|`*\[\]])", r"\\\1", " ".join(text.splitlines()))
    return text.replace("&", "&amp;").replace("<", "&lt;")


def parquet(table: Tabular) -> bytes:
    """Write Parquet; what the table is of stands in the metadata of its schema.

    Parameters
    ----------
    table : Tabular
        Its columns keep the types that are declared for them.

    Raises
    ------
    ImportError
        pyarrow is not installed.
    """
    import pyarrow.parquet as pq

    buffer = io.BytesIO()
    pq.write_table(arrow_table(table), buffer)
    return buffer.getvalue()


def arrow(table: Tabular) -> bytes:
    """Write an Arrow file (Feather 2).

    Parameters
    ----------
    table : Tabular
        Its columns keep the types that are declared for them.

    Raises
    ------
    ImportError
        pyarrow is not installed.
    """
    import pyarrow as pa

    made = arrow_table(table)
    buffer = io.BytesIO()
    with pa.ipc.new_file(buffer, made.schema) as writer:
        writer.write_table(made)
    return buffer.getvalue()


def arrow_table(table: Tabular) -> "pa.Table":
    """Return the table as columns; a column without any value keeps the type that is declared for it.

    Parameters
    ----------
    table : Tabular
        Rows and columns of an answer; what it is of becomes metadata of the schema.

    Raises
    ------
    ImportError
        pyarrow is not installed.
    """
    import pyarrow as pa

    arrays = {name: _array([row[name] for row in table.rows], kind) for name, kind in table.columns.items()}
    told = [
        pa.field(name, array.type, metadata={"description": meaning} if (meaning := table.meanings.get(name)) else None)
        for name, array in arrays.items()
    ]
    return pa.table(list(arrays.values()), schema=pa.schema(told, metadata=dict(table.about)))


def _array(values: list[Any], declared: type | None) -> "pa.Array":
    import pyarrow as pa

    kinds = {type(value) for value in values if value is not None} or ({declared} if declared else set())
    if kinds == {bool}:
        return pa.array(values, pa.bool_())
    if kinds == {int} and declared is not float:
        return pa.array(values, pa.int64())
    if kinds and kinds <= {int, float}:
        return pa.array(values, pa.float64())
    if kinds == {list}:  # declared or met
        parts = {type(part) for value in values for part in value or ()}
        if parts <= {str}:
            return pa.array(values, pa.list_(pa.string()))
        if parts <= {int, float, type(None)}:
            return pa.array(values, pa.list_(pa.float64()))
    texts = [
        value if value is None or isinstance(value, str) else json.dumps(value, ensure_ascii=False) for value in values
    ]
    return pa.array(texts, pa.string())


WRITERS: Mapping[TableFormat, Callable[[Tabular], bytes]] = {
    TableFormat.NDJSON: ndjson,
    TableFormat.CSV: csv_text,
    TableFormat.MARKDOWN: markdown,
    TableFormat.PARQUET: parquet,
    TableFormat.ARROW: arrow,
}
