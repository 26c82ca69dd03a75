"""The forms in which a command prints: a table to read, or text for other programs."""

from collections.abc import Callable, Mapping, Sequence
from typing import Annotated, Any

import typer

from api.commands.printing import PRINTERS, PrintedAnswer, print_answer
from api.terminal import print_json, print_table, print_text
from graph.formats.tabular import WRITERS, TableFormat, Tabular
from graph.measures.question import ParameterError
from graph.measures.sheets import sheet, tabular

FILES = ("csv", "ndjson", "md")
FORMS = ("table", "json", *FILES)
JsonOption = Annotated[bool, typer.Option("--json", help="the same as --format json: the answer of the address")]
CsvOption = Annotated[bool, typer.Option("--csv", help="the same as --format csv")]
FormOption = Annotated[str, typer.Option("--format", help=f"one of {', '.join(FORMS)}; files have the first table")]
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


def print_found(
    found: PrintedAnswer,
    form: str,
    given: Mapping[str, Any],
    printer: Callable[[PrintedAnswer, Mapping[str, Any]], None] | None = None,
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
    """
    measure, content = found.measure, found.content
    readable = printer or PRINTERS.get(measure.name, print_answer)
    if form == "json" or not (measure.tables or measure.name in PRINTERS):
        print_json(content)
    elif form == "table":
        readable(found, given)
    elif measure.tables:
        read = tabular if form == TableFormat.MARKDOWN else sheet  # Markdown is read by people
        print_text(text_of(read(content, measure.tables[0], measure.result, found.names), form))
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
