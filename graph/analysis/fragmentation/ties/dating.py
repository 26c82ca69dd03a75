"""Since when a tie is known to hold.

In a snapshot a fact without dates holds on every day. A world divided in 1990 by the cloud regions of a list of
2026 would be an invention: here such a tie counts from the day its source was published, and is not known before.
"""

from collections.abc import Mapping, Sequence
from datetime import date
from enum import StrEnum
from typing import NamedTuple

from graph.fact_base import FactBase
from graph.facts.dates import first_day
from graph.facts.edges import Edge
from graph.facts.fact import Source

ALWAYS, NEVER = date.min.toordinal(), date.max.toordinal() + 1


class Undated(StrEnum):
    """What becomes of ties that no source dates."""

    FROM_PUBLICATION = "from_publication"
    ALWAYS = "always"
    NEVER = "never"


class Dating(NamedTuple):
    """Since when a tie is known to hold; it hangs on no day that is asked for.

    Attributes
    ----------
    published : int
        Ordinal of the first day on which it is known, an edge without a date holding from its source's publication;
        ``ALWAYS`` where its dependent is dated, ``NEVER`` where a source has no day at all.
    stated : int
        The same where an edge without a date holds on no day.
    dated : bool
        Whether a source dates it, or the thing it hangs on: a cluster's chips came with the cluster.
    enters_by_publication : bool
        Whether it counts from a day only because a source was published on it: it may have been there before.
    """

    published: int
    stated: int
    dated: bool
    enters_by_publication: bool


def dating(graph: FactBase, dependent: str, edges: Sequence[Edge]) -> Dating:
    """Return since when a tie is known to hold.

    Parameters
    ----------
    graph : FactBase
        Has the days on which sources were published, and which nodes some fact dates.
    dependent : str
        What the tie hangs on.
    edges : sequence of Edge
        Which make the tie: it is known from the last day on which one of them begins to hold.
    """
    dated = all(edge.claim.measured_from for edge in edges)
    if dependent in graph.nodes.dated:
        return Dating(ALWAYS, ALWAYS, True, False)
    published = _publication(graph)
    since = [_since(edge, published) for edge in edges]
    last = max((day for day in since if day is not None), default=date.min)
    stated = max((day for edge in edges if (day := edge.dated_from) is not None), default=date.min)
    return Dating(_last(since), _last([_since(edge, {}) for edge in edges]), dated, last > stated)


def _last(days: Sequence[date | None]) -> int:
    return max((NEVER if day is None else day.toordinal() for day in days), default=ALWAYS)


def _since(edge: Edge, published: Mapping[str, date]) -> date | None:
    """Return the first day on which some claim about a relation is known to hold."""
    if not edge.undated:
        return edge.dated_from
    known = [edge.dated_from, *map(published.get, edge.undated)]
    return min((day for day in known if day is not None), default=None)


def _publication(graph: FactBase) -> Mapping[str, date]:
    """Return the day each source was published or read; where neither is known, the first reading of its data set.

    Not the newest: whoever adds a page would move what is known of the days before. A data set of which nothing was
    read counts from its newest publication; one without any date, such as a user's own facts, is taken at its word.
    """

    def made() -> Mapping[str, date]:
        newest: dict[str, date] = {}
        read: dict[str, date] = {}
        for source in graph.sources.values():
            if day := _dated(source):
                newest[source.dataset] = max(day, newest.get(source.dataset, day))
            if source.retrieved_on:
                read[source.dataset] = min(source.retrieved_on, read.get(source.dataset, source.retrieved_on))
        since = newest | read
        return {source.id: _dated(source) or since.get(source.dataset, date.min) for source in graph.sources.values()}

    return graph.kept.get("publication", made)


def _dated(source: Source) -> date | None:
    return first_day(source.published_on) if source.published_on else source.retrieved_on
