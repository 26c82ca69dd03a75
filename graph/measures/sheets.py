"""Tables of answers as files hold them, and as they are read; ids with their names."""

from collections.abc import Mapping, Sequence
from typing import Any, get_args

from pydantic import BaseModel

from graph.formats.spread import FileColumn, kind_of, laid_out
from graph.formats.tabular import TableFormat, Tabular
from graph.measures.named import NamesById, ids_in, named_columns, named_rows
from graph.measures.table import Table, row_model, rows_of, whole_rows
from graph.node_ids import holds_ids


def ids_of(content: Mapping[str, Any], tables: Sequence[Table]) -> set[str]:
    """Return the ids that stand in the tables of an answer.

    Parameters
    ----------
    content : Mapping
        An answer as JSON gives it.
    tables : sequence of Table
        Of its measure.
    """
    return ids_in([content[table.rows] for table in tables])


def tabular(content: Mapping[str, Any], table: Table, result: type[BaseModel], names: NamesById) -> Tabular:
    """Return a table of an answer as a terminal shows it, with the types of its columns.

    Parameters
    ----------
    content : Mapping
        An answer as JSON gives it.
    table : Table
        One of its measure.
    result : type of BaseModel
        Declares the types of columns that show fields.
    names : Mapping[str, str]
        What ids are called: a name stands before each id that has none beside it.
    """
    row = row_model(result, table)
    types = {
        name: kind_of(row, cell) if isinstance(cell, str) and row is not None else None
        for name, cell in table.columns.items()
    }
    return Tabular(types, named_rows(rows_of(content, table), names), about(content))


def sheet(content: Mapping[str, Any], table: Table, result: type[BaseModel], names: NamesById) -> Tabular:
    """Return a table of an answer as a file holds it: a number in each cell that has any.

    Parameters
    ----------
    content : Mapping
        An answer as JSON gives it.
    table : Table
        One of its measure.
    result : type of BaseModel
        Declares the types of its fields.
    names : Mapping[str, str]
        What ids are called: a column of names follows each that is declared to hold ids.

    Raises
    ------
    TypeError
        A column is computed for reading, or is a list of models: the table has to declare what a file holds of it.
    """
    model = row_model(result, table)
    if model is None:  # figures by name
        rows = rows_of(content, table)
        of_entities = holds_ids(get_args(result.model_fields[table.rows].annotation)[0])
        what = FileColumn("what", str, [row["what"] for row in rows], ids=of_entities)
        return _filed([what, FileColumn("count", int, [row["count"] for row in rows])], names, content)
    paths = table.file or {name: cell for name, cell in table.columns.items() if isinstance(cell, str)}
    if not table.file and len(paths) < len(table.columns):
        raise TypeError(f"columns of {table.rows} are computed for reading: declare what a file holds of them")
    return _filed(laid_out(whole_rows(content, table), model, paths, table.each), names, content)


def _filed(laid: Sequence[FileColumn], names: NamesById, content: Mapping[str, Any]) -> Tabular:
    columns = list(named_columns(laid, names))
    heads = [column.name for column in columns]
    rows = [dict(zip(heads, cells, strict=True)) for cells in zip(*(column.cells for column in columns), strict=True)]
    kinds = {column.name: column.kind for column in columns}
    return Tabular(kinds, rows, about(content), {column.name: column.meaning for column in columns})


STAMP = ("as_of", "known_at", "lens", "horizon", "graph_version")
"""What a file says of its answer in its last columns: a spreadsheet keeps nothing else of it."""


def parts_of_file(content: Mapping[str, Any], tables: Sequence[Table], name: str | None = None) -> tuple[Table, ...]:
    """Return the tables of an answer whose rows a file has.

    Parameters
    ----------
    content : Mapping
        An answer as JSON gives it.
    tables : sequence of Table
        Of its measure.
    name : str, optional
        The one asked for, alone; when left out the first that has rows, with those that stand below it.
    """
    if name is not None:
        return tuple(table for table in tables if table.rows == name)
    groups = [(table, *table.below) for table in tables]
    return next((group for group in groups if any(whole_rows(content, part) for part in group)), groups[0])


def filed(
    content: Mapping[str, Any], parts: Sequence[Table], result: type[BaseModel], names: NamesById, form: TableFormat
) -> Tabular:
    """Return tables of an answer, one below the other, as a file of a form has them: with what they are of.

    Parameters
    ----------
    content : Mapping
        An answer as JSON gives it.
    parts : sequence of Table
        See ``parts_of_file``; a row is empty where only others have a column.
    result : type of BaseModel
        Of the measure.
    names : Mapping[str, str]
        What ids are called.
    form : TableFormat
        Markdown is read by people, and says below the table what it is of; every other form has columns of it, last,
        but for those that the rows have of their own.
    """
    read = tabular if form is TableFormat.MARKDOWN else sheet
    made = [read(content, part, result, names) for part in parts]
    columns = {name: kind for one in reversed(made) for name, kind in one.columns.items()}
    ordered = dict.fromkeys(name for one in made for name in one.columns)
    own = {} if form is TableFormat.MARKDOWN else {n: content["meta"][n] for n in STAMP if n not in ordered}
    blank = dict.fromkeys(ordered)
    return Tabular(
        {name: columns[name] for name in ordered} | dict.fromkeys(own, str),
        [{**blank, **row, **own} for one in made for row in one.rows],
        made[0].about,
        {name: meaning for one in reversed(made) for name, meaning in one.meanings.items()},
    )


def about(content: Mapping[str, Any]) -> dict[str, str]:
    """Return what an answer is of, and the limits reached.

    Parameters
    ----------
    content : Mapping
        An answer as JSON gives it.
    """
    meta = content["meta"]
    told = {name: str(meta[name]) for name in ("graph_version", "as_of", "known_at", "lens", "horizon") if meta[name]}
    if meta["limits"]:
        told["limits"] = ", ".join(f"{name}={value}" for name, value in meta["limits"].items())
    return told
