"""Dates as sources give them: a day, a month, a quarter, a half or a whole year.

Intervals are half open, ``[first day, day after the last)``.
"""

import re
from datetime import date, timedelta
from typing import Annotated

from pydantic import AfterValidator

_FORMS = re.compile(r"(\d{4})(?:-(?:H([12])|Q([1-4])|(\d{2})(?:-(\d{2}))?))?", re.ASCII)


def interval(text: str) -> tuple[date, date]:
    """Expand ``2025``, ``2025-H1``, ``2025-Q3``, ``2025-03`` or ``2025-03-01`` to a half-open interval of days.

    Parameters
    ----------
    text : str
        A day, month, quarter, half year or year.

    Returns
    -------
    tuple of date
        The first day, and the day after the last.

    Raises
    ------
    ValueError
        When the text has none of these forms, names a day that does not exist, or is later than any date.
    """
    match = _FORMS.fullmatch(text)
    if not match:
        raise ValueError(f"{text!r} is not a date; write 2025, 2025-H1, 2025-Q3, 2025-03 or 2025-03-01")
    try:
        return _interval(*(int(part) if part else None for part in match.groups()))
    except OverflowError as error:
        raise ValueError(f"{text!r} is later than any date") from error


def _interval(
    year: int | None, half: int | None, quarter: int | None, month: int | None, day: int | None
) -> tuple[date, date]:
    assert year is not None  # noqa: S101 - the pattern has matched four digits
    if day is not None and month is not None:
        first = date(year, month, day)
        return first, first + timedelta(days=1)
    if month is not None:
        return date(year, month, 1), _first_of(year, month + 1)
    if half is not None:
        return date(year, 6 * half - 5, 1), _first_of(year, 6 * half + 1)
    if quarter is not None:
        return date(year, 3 * quarter - 2, 1), _first_of(year, 3 * quarter + 1)
    return date(year, 1, 1), date(year + 1, 1, 1)


def _first_of(year: int, month: int) -> date:
    return date(year + (month - 1) // 12, (month - 1) % 12 + 1, 1)


def first_day(text: str) -> date:
    """Return the first day of a period.

    Parameters
    ----------
    text : str
        As ``interval`` takes it.

    Raises
    ------
    ValueError
        When it is no period.
    """
    return interval(text)[0]


def last_day(text: str) -> date:
    """Return the last day of a period: by then it was surely so.

    Parameters
    ----------
    text : str
        As ``interval`` takes it.

    Raises
    ------
    ValueError
        When it is no period.
    """
    return interval(text)[1] - timedelta(days=1)


def before(day: date, span: timedelta) -> date:
    """Return the day that lies a span before another, or the first day that there is.

    >>> before(date(2026, 3, 1), timedelta(days=1)), before(date.min, timedelta(days=365))
    (datetime.date(2026, 2, 28), datetime.date(1, 1, 1))

    Parameters
    ----------
    day : date
        From which the span is taken back.
    span : timedelta
        Not negative.
    """
    return day - min(span, day - date.min)


def _checked(text: str) -> str:
    interval(text)
    return text


Period = Annotated[str, AfterValidator(_checked)]
"""A period as reported; validated, kept as text so that its precision is not lost."""
