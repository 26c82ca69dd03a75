"""Tables of answers as files hold them, and as they are read; ids with their names."""

from collections.abc import Mapping, Sequence
from typing import Any, get_args

from pydantic import BaseModel

from graph.formats.spread import FileColumn, kind_of, laid_out
from graph.formats.tabular import Tabular
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
