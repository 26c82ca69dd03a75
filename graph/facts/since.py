"""Since when a relation is known to hold (methods A1f).

A claim with a day of its own is known from it. One without says what was so when its source was published: of the days
before, a relation that comes and goes is not known, and one that lasts is taken to have been there
(``graph.comes_and_goes``).
"""

from collections.abc import Iterable
from datetime import date

from graph.facts.dates import first_day
from graph.facts.fact import Source


def source_days(sources: Iterable[Source]) -> dict[str, date]:
    """Return the day each source was published or read; where neither is known, the first reading of its data set.

    Not the newest: whoever adds a page would move what is known of the days before. A data set of which nothing was
    read counts from its newest publication; one without any date, such as a user's own facts, is taken at its word.

    Parameters
    ----------
    sources : iterable of Source
        All of a version: a data set is judged by all of its sources.

    Returns
    -------
    dict[str, date]
        By the id of the source; ``date.min`` where it is taken at its word.
    """
    known = list(sources)
    newest: dict[str, date] = {}
    read: dict[str, date] = {}
    for source in known:
        if day := _dated(source):
            newest[source.dataset] = max(day, newest.get(source.dataset, day))
        if source.retrieved_on:
            read[source.dataset] = min(source.retrieved_on, read.get(source.dataset, source.retrieved_on))
    since = newest | read
    return {source.id: _dated(source) or since.get(source.dataset, date.min) for source in known}


def _dated(source: Source) -> date | None:
    return first_day(source.published_on) if source.published_on else source.retrieved_on


def known_from(valid_from: date | None, measured_from: date | None, published: date | None) -> date | None:
    """Return the day from which what a claim says is known to have been so, None where nobody says.

    Parameters
    ----------
    valid_from : date or None
        First day of the relation, as the source states it: it decides.
    measured_from : date or None
        First day of the period of its figure. The source spoke of the relation on its own day too, so that a size that
        is due next year takes nothing from this one.
    published : date or None
        The day of its source; ``date.min`` where that is taken at its word.

    Examples
    --------
    >>> known_from(None, date(2027, 1, 1), date(2026, 3, 1))
    datetime.date(2026, 3, 1)
    """
    if valid_from is not None or measured_from is None:
        return valid_from or published
    return min(measured_from, published) if published and published > date.min else measured_from
