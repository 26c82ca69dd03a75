"""Tables of text, read strictly."""

import csv
import io
from collections import Counter
from collections.abc import Iterator

from graph.errors import Fault, FileFaultError


def cells(text: str, delimiter: str, file: str) -> Iterator[list[str]]:
    """Yield the cells of each row, header first.

    Raises
    ------
    FileFaultError
        With the row that is none: a cell too large, a quote that never ends.
    """
    rows = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    read = 0
    try:
        for row in rows:
            read += 1
            yield row
    except csv.Error as error:
        raise FileFaultError(Fault(f"{file}:{read + 1}", "", f"no table: {error}")) from error


def header_faults(file: str, header: list[str], wanted: set[str], known: set[str]) -> Iterator[Fault]:
    """Yield what is wrong with the columns of a table: unknown, missing or double ones."""
    if not header:
        yield Fault(file, "", "the file is empty; it needs a header row")
        return
    for column in sorted(set(header) - known):
        yield Fault(f"{file}:1", column, "unknown column; use it or ignore it by name")
    for column in sorted(wanted - set(header)):
        yield Fault(f"{file}:1", column, "missing column")
    for name, count in Counter(header).items():
        if count > 1:
            yield Fault(f"{file}:1", name, "duplicate column")
