"""Since when a tie is known to hold.

In a snapshot a fact without dates holds on every day. A world divided in 1990 by the cloud regions of a list of
2026 would be an invention: here such a tie counts from the day its source was published, and is not known before
(``graph.facts.since``). Answers about dependency say the same of what comes and goes; here what lasts needs a day too,
since a layer that nobody dates would never change.
"""

from collections.abc import Mapping, Sequence
from datetime import date
from enum import StrEnum
from typing import NamedTuple

from graph.comes_and_goes import COMES_AND_GOES, bearer, lasts
from graph.fact_base import FactBase
from graph.facts.edges import Edge
from graph.facts.since import known_from
from graph.node_ids import kind_of

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
        ``ALWAYS`` where its edges came with what is dated, ``NEVER`` where a source has no day at all.
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
    alone = [edge for edge in edges if not _came_along(graph, edge, dependent)]
    since = [_since(edge, graph.source_days) for edge in alone]
    last = max((day for day in since if day is not None), default=date.min)
    stated = max((day for edge in alone if (day := edge.dated_from) is not None), default=date.min)
    return Dating(
        published=_last(since),
        stated=_last([_since(edge, {}) for edge in alone]),
        dated=all(edge.claim.measured_from for edge in alone),
        enters_by_publication=last > stated,
    )


def _last(days: Sequence[date | None]) -> int:
    return max((NEVER if day is None else day.toordinal() for day in days), default=ALWAYS)


def _came_along(graph: FactBase, edge: Edge, dependent: str) -> bool:
    """Say whether a relation came with what is dated, or lasts within a house (``graph.comes_and_goes``).

    What lasts came with its dependent.
    """
    nodes = graph.nodes
    passing = COMES_AND_GOES.get(edge.kind)
    if passing is None or (passing.lasting_to and lasts(edge.kind, nodes[edge.end].subtype)):
        return dependent in nodes.dated
    which = bearer(edge.kind, kind_of(edge.start), kind_of(edge.end)) if passing.came_with else None
    return edge.in_house or (which is not None and getattr(edge, which) in nodes.dated)


def _since(edge: Edge, published: Mapping[str, date]) -> date | None:
    """Return the first day on which some claim about a relation is known to hold."""
    days = (known_from(one.valid_from, one.measured_from, published.get(one.source.id)) for one in edge.claims)
    return min((day for day in days if day is not None), default=None)
