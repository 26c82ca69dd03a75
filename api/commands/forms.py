"""The forms in which a command prints: a table to read, or text for other programs."""

from collections.abc import Callable, Mapping, Sequence
from typing import Annotated, Any

import typer

from api.commands.printing import PRINTERS, PrintedAnswer, print_answer, reasons_of, said_of
from api.terminal import err, print_json, print_table, print_text
from graph.formats.tabular import WRITERS, TableFormat, Tabular
from graph.measures.question import ParameterError
from graph.measures.sheets import filed, parts_of_file
from graph.measures.table import whole_rows

FILES = ("csv", "ndjson", "md")
FORMS = ("table", "json", *FILES)
JsonOption = Annotated[bool, typer.Option("--json", help="the same as --format json: the answer of the address")]
CsvOption = Annotated[bool, typer.Option("--csv", help="the same as --format csv")]
FormOption = Annotated[str, typer.Option("--format", help=f"one of {', '.join(FORMS)}; files have one table")]
OPTIONS: Mapping[str, tuple[Any, Any]] = {
    "json": (JsonOption, False),
    "csv": (CsvOption, False),
    "format": (FormOption, "table"),
}
"""The options by their parameter, each with its annotation and default."""


def form_of(given: dict[str, Any]) -> str:
    """Take the options of the form out of what was given, and return which it is.

    Raises
    ------
    ParameterError
        There is no such form.
    """
    json, csv, form = given.pop("json", False), given.pop("csv", False), given.pop("format", "table")
    if form not in FORMS:
        raise ParameterError(f"no format {form!r}; there are {', '.join(FORMS)}", "format", FORMS)
    return "json" if json else "csv" if csv else str(form)


def table_option(tables: Sequence[str]) -> Any:
    """Return the option that names the table of a file.

    Parameters
    ----------
    tables : sequence of str
        Of the measure.
    """
    told = f"which table a file has ({', '.join(tables)}); the first that has rows when left out"
    return Annotated[str | None, typer.Option("--table", help=told)]


def table_of(given: dict[str, Any], tables: Sequence[str]) -> str | None:
    """Take the name of a table out of what was given.

    Raises
    ------
    ParameterError
        There is no such table.
    """
    name = given.pop("table", None)
    if name is not None and name not in tables:
        raise ParameterError(f"no table {name!r}; there are {', '.join(tables)}", "table", tuple(tables))
    return None if name is None else str(name)


def print_found(
    found: PrintedAnswer,
    form: str,
    given: Mapping[str, Any],
    printer: Callable[[PrintedAnswer, Mapping[str, Any]], None] | None = None,
    table: str | None = None,
) -> None:
    """Print an answer in a form.

    Parameters
    ----------
    found : PrintedAnswer
        The answer.
    form : str
    given : mapping
        What was asked.
    printer : callable, optional
        What prints a table to read, where it is not the measure's own.
    table : str, optional
        The one that a file has; the first that has rows when left out.
    """
    measure, content = found.measure, found.content
    readable = printer or PRINTERS.get(measure.name, print_answer)
    if form == "json" or not (measure.tables or measure.name in PRINTERS):
        print_json(content)
    elif form == "table":
        readable(found, given)
    elif measure.tables:
        parts = parts_of_file(content, measure.tables, table)
        made = filed(content, parts, measure.result, found.names, TableFormat(form))
        for words in () if made.rows else (*said_of(content), *reasons_of(content)) or (parts[0].nothing,):
            err.print(words, style="dim", soft_wrap=True)
        if parts[0] is not measure.tables[0] and table is None:
            others = [one.rows for one in measure.tables if one not in parts and whole_rows(content, one)]
            besides = f"; --table {' or '.join(others)} has rows too" if others else ""
            err.print(f"{measure.tables[0].rows}: no rows; here is {parts[0].rows}{besides}", style="dim")
        print_text(text_of(made, form))
    else:
        raise ParameterError(f"this answer has no table for {form}; it comes as json", "format", ("json", "table"))


def print_listed(rows: Sequence[dict[str, Any]], columns: Sequence[str], form: str, content: Any = None) -> None:
    """Print rows that are no answer of a measure.

    Parameters
    ----------
    rows : sequence of dict
    columns : sequence of str
    form : str
    content : any
        What ``json`` prints; the rows as ``items`` when None.
    """
    if form == "json":
        print_json({"items": rows} if content is None else content)
    elif form == "table":
        print_table(list(rows), list(columns))
    else:
        cut = [{name: row.get(name) for name in columns} for row in rows]
        print_text(text_of(Tabular(dict.fromkeys(columns), cut, {}), form))


def text_of(table: Tabular, form: str) -> str:
    """Return a table as text, without the byte order mark that only files need."""
    return WRITERS[TableFormat(form)](table).decode().removeprefix("\ufeff")
