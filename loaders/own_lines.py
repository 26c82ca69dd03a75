"""What people write in a line of their own facts, as a fact has it.

Spaces around words go. A country may have any of its codes. A share may be an interval, and a month, a quarter or a
year may stand for a day: neither is made more precise than it is, what was written stays beside.
"""

import re
from typing import Any

from graph.facts.dates import first_day
from graph.facts.fact import LEAST_SHARE, MOST_SHARE
from graph.search.country_codes import with_country_code

_DAYS = ("valid_from", "valid_to")
_ENDS = ("id", "from", "to")
_PART = re.compile(r"\d{4}(-(Q[1-4]|\d{2}))?", re.ASCII)


def as_a_fact(line: dict[str, Any]) -> dict[str, Any]:
    """Return a line with spaces, codes, intervals and parts of dates made what a fact takes.

    Raises
    ------
    ValueError
        A share is two numbers that are no interval.
    """
    content: dict[str, Any] = _trimmed(line)
    for end in _ENDS:
        if isinstance(content.get(end), str):
            content[end] = with_country_code(content[end])
    if isinstance(content.get("share"), list):
        content = _with_interval(content)
    return _with_days(content)


def _trimmed(value: Any) -> Any:
    match value:
        case str():
            return value.strip()
        case list():
            return [_trimmed(item) for item in value]
        case dict():
            return {name: _trimmed(item) for name, item in value.items()}
        case _:
            return value


def _with_interval(content: dict[str, Any]) -> dict[str, Any]:
    ends = content.pop("share")
    numbers = [end for end in ends if isinstance(end, int | float) and not isinstance(end, bool)]
    if len(ends) != 2 or len(numbers) != 2 or not 0 <= ends[0] <= ends[1] <= 1:
        raise ValueError(f"share {ends!r}: an interval is [least, most], both between 0 and 1")
    if ends[0] == ends[1]:
        return content | {"share": ends[0]}
    stated = content.get("as_reported") or f"{ends[0]:g} to {ends[1]:g}"
    properties = content.get("properties") or {}
    return content | {
        "as_reported": stated, "properties": properties | {LEAST_SHARE: ends[0], MOST_SHARE: ends[1]},
    }  # fmt: skip


def _with_days(content: dict[str, Any]) -> dict[str, Any]:
    for name in _DAYS:
        text = content.get(name)
        if not isinstance(text, str) or not _PART.fullmatch(text):
            continue
        content[name] = first_day(text).isoformat()
        note = content.get("note")
        if note is None or isinstance(note, str):
            content["note"] = "; ".join(filter(None, (note, f"{name} is stated as {text}")))
    return content
