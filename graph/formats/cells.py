"""Cells of files that spreadsheets open."""

import json
import re

_FORMULA = ("=", "+", "-", "@", "\t", "\r")
_NUMBER = re.compile(r"[+-]?\d+(\.\d+)?([eE][+-]?\d+)?")


def guarded(value: object) -> object:
    """Return a cell that no spreadsheet takes for a formula; a number stays one, and what is not known is empty.

    Parameters
    ----------
    value : object
        Lists and maps are written as JSON.

    Returns
    -------
    object
        A number, or a text; one that begins like a formula has an apostrophe before it.
    """
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, int | float):
        return value
    if isinstance(value, list | tuple | dict):
        value = json.dumps(value, ensure_ascii=False)
    text = "" if value is None else str(value)
    return f"'{text}" if text.startswith(_FORMULA) and not _NUMBER.fullmatch(text) else text
