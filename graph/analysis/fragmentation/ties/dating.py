"""Since when a tie is known to hold.

In a snapshot a fact without dates holds on every day. A world divided in 1990 by the cloud regions of a list of
2026 would be an invention: here such a tie counts from the day its source was published, and is not known before
(``graph.facts.since``). Answers about dependency say the same of what comes and goes; here what lasts needs a day too,
since a layer that nobody dates would never change.
"""

from collections.abc import Mapping
from datetime import date
from enum import StrEnum

from graph.analysis.fragmentation.ties.ledger import Ledger, Tie
from graph.budget import checked
from graph.comes_and_goes import COMES_AND_GOES, bearer, lasts
from graph.facts.edges import Edge
from graph.facts.since import known_from
from graph.snapshots.snapshot import Snapshot


class Undated(StrEnum):
    """What becomes of ties that no source dates."""

    FROM_PUBLICATION = "from_publication"
    ALWAYS = "always"
    NEVER = "never"


def is_dated(tie: Tie, snapshot: Snapshot) -> bool:
    """Say whether a source dates the tie, or the thing it hangs on: a cluster's chips came with the cluster.

    Parameters
    ----------
    tie : Tie
        Dated when every one of its edges is, or came with what is dated.
    snapshot : Snapshot
        Its graph knows which nodes some fact dates.
    """
    return all(edge.claim.measured_from for edge in _undated(snapshot, tie))


def enters_by_publication(snapshot: Snapshot, tie: Tie) -> bool:
    """Say whether a tie counts from a day only because a source was published on it: it may have been there before.

    Parameters
    ----------
    snapshot : Snapshot
        Its graph has the days on which sources were published.
    tie : Tie
        Counts from the last day on which one of its edges begins to hold.
    """
    edges = _undated(snapshot, tie)
    starts = [day for edge in edges if (day := _known_since(edge, snapshot.graph.source_days)) is not None]
    dated = [day for edge in edges if (day := edge.dated_from) is not None]
    last = max(starts, default=date.min)
    return last > max(dated, default=date.min)


def known_on(snapshot: Snapshot, ledger: Ledger, undated: Undated) -> Ledger:
    """Return the ledger with the ties that are not known to hold on the day of the snapshot left unknown.

    Parameters
    ----------
    snapshot : Snapshot
        A tie has to be known to hold on its day.
    ledger : Ledger
        Left as it is.
    undated : Undated
        From publication: an edge without a date holds from its source's publication. Always: on every day. Never: on
        none.
    """
    if undated is Undated.ALWAYS:
        return ledger
    published = snapshot.graph.source_days if undated is Undated.FROM_PUBLICATION else {}
    unknown = [
        tie
        for tie in checked(ledger.ties)
        if any((_known_since(edge, published) or date.max) > snapshot.as_of for edge in _undated(snapshot, tie))
    ]
    return ledger.without(unknown) if unknown else ledger


def _undated(snapshot: Snapshot, tie: Tie) -> list[Edge]:
    """Return the edges of a tie that came with nothing whose own day is known: a cluster's chips came with it."""
    return [edge for edge in tie.edges if not _came_along(snapshot, edge, tie.dependent)]


def _came_along(snapshot: Snapshot, edge: Edge, dependent: str) -> bool:
    """Say whether a relation came with what is dated, or lasts within a house (``graph.comes_and_goes``).

    What lasts came with its dependent.
    """
    nodes = snapshot.graph.nodes
    passing = COMES_AND_GOES.get(edge.kind)
    if passing is None or (passing.lasting_to and lasts(edge.kind, nodes[edge.end].subtype)):
        return dependent in nodes.dated
    if passing.came_with:
        which = bearer(edge.kind, snapshot.nodes.kind(edge.start), snapshot.nodes.kind(edge.end))
        return which is not None and getattr(edge, which) in nodes.dated
    return snapshot.edges.houses.lasts(edge.kind, nodes.number[edge.start], nodes.number[edge.end])


def _known_since(edge: Edge, published: Mapping[str, date]) -> date | None:
    """Return the first day on which some claim about a relation is known to hold."""
    days = (known_from(one.valid_from, one.measured_from, published.get(one.source.id)) for one in edge.claims)
    return min((day for day in days if day is not None), default=None)
