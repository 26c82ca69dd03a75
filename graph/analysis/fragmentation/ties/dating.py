"""Since when a tie is known to hold.

In a snapshot a fact without dates holds on every day. A world divided in 1990 by the cloud regions of a list of
2026 would be an invention: here such a tie counts from the day its source was published, and is not known before.
"""

from collections.abc import Mapping
from datetime import date
from enum import StrEnum

from graph.analysis.fragmentation.ties.ledger import Ledger, Tie
from graph.budget import checked
from graph.fact_base import FactBase
from graph.facts.dates import first_day
from graph.facts.edges import Edge
from graph.facts.fact import Source
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
        Dated when its dependent is, or when every one of its edges is.
    snapshot : Snapshot
        Its graph knows which nodes some fact dates.
    """
    return tie.dependent in snapshot.graph.nodes.dated or all(edge.claim.measured_from for edge in tie.edges)


def enters_by_publication(snapshot: Snapshot, tie: Tie) -> bool:
    """Say whether a tie counts from a day only because a source was published on it: it may have been there before.

    Parameters
    ----------
    snapshot : Snapshot
        Its graph has the days on which sources were published.
    tie : Tie
        Counts from the last day on which one of its edges begins to hold.
    """
    if tie.dependent in snapshot.graph.nodes.dated:
        return False
    published = _publication(snapshot.graph)
    starts = [day for edge in tie.edges if (day := _since(edge, published)) is not None]
    dated = [day for edge in tie.edges if (day := edge.dated_from) is not None]
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
    published = _publication(snapshot.graph) if undated is Undated.FROM_PUBLICATION else {}
    dated = snapshot.graph.nodes.dated
    unknown = [
        tie
        for tie in checked(ledger.ties)
        if tie.dependent not in dated
        and any((day := _since(edge, published)) is None or day > snapshot.as_of for edge in tie.edges)
    ]
    return ledger.without(unknown) if unknown else ledger


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
