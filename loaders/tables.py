"""Tables of text, read strictly."""

import csv
import io
import math
import re
from collections import Counter
from collections.abc import Iterator

from graph.errors import Fault, FileFaultError

_YES = {"true", "yes", "1"}
_NO = {"false", "no", "0"}
_NUMBER = re.compile(r"[+-]?(\d{1,3}(,\d{3})+|\d+|(?=\.\d))(\.\d*)?(e[+-]?\d+)?", re.ASCII | re.IGNORECASE)


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


def number_of(text: str) -> float:
    """Return the number of a cell, which may have commas between thousands.

    Raises
    ------
    ValueError
        When it is none.
    """
    if _NUMBER.fullmatch(text) and math.isfinite(number := float(text.replace(",", ""))):
        return number
    raise ValueError(f"{text!r} is not a number")


def flag_of(text: str) -> bool:
    """Return the truth value of a cell.

    Raises
    ------
    ValueError
        When it is none.
    """
    folded = text.casefold()
    if folded in _YES or folded in _NO:
        return folded in _YES
    raise ValueError(f"{text!r} is neither true nor false")
