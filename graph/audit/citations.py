"""Citations that cannot be checked: a figure that cites a bare home page, a page cited by the address of a copy."""

from collections.abc import Iterator
from urllib.parse import urlsplit

from graph.audit.finding import AuditFinding, where
from graph.facts.edges import edge_id
from graph.facts.fact import EdgeFact, NodeFact
from graph.snapshots.snapshot import Snapshot

COPIED = ("/http/", "/https/", "http:/", "https:/")
"""What the path of an address holds that leads through a mirror."""
ARCHIVES = ("archive.org", "archive.ph", "archive.today", "perma.cc")


def bare_home_page(snapshot: Snapshot) -> Iterator[AuditFinding]:
    """Yield facts with a figure whose citation leads to the front door of a site.

    Parameters
    ----------
    snapshot : Snapshot
        Claims and nodes of its whole version are looked at, whatever the day.
    """
    graph = snapshot.graph
    every: list[EdgeFact | NodeFact] = [
        *graph.claims,
        *(fact for node in graph.nodes.values() for fact in node.facts),
    ]
    for fact in every:
        figure = _figure(fact)
        if figure and _bare(fact.source.url):
            yield AuditFinding(
                rule="bare-home-page",
                subject=edge_id(*fact.relation) if isinstance(fact, EdgeFact) else fact.id,
                where=where(fact),
                why=f"{figure} cites {fact.source.url}, which does not show it",
            )


def cited_through_a_copy(snapshot: Snapshot) -> Iterator[AuditFinding]:
    """Yield sources whose address leads through somebody else's copy: a publisher is cited where it publishes.

    An archive keeps what has gone and says when it took it; that is a citation of its own.

    Parameters
    ----------
    snapshot : Snapshot
        Sources of its whole version are looked at, whatever the day.
    """
    for source in snapshot.graph.sources.values():
        parts = urlsplit(source.url)
        if not (parts.hostname or "").endswith(ARCHIVES) and any(mark in parts.path for mark in COPIED):
            yield AuditFinding(
                rule="cited-through-a-copy",
                subject=source.id,
                where=source.id,
                why=f"{source.url} is not where {source.publisher} publishes",
            )


def _figure(fact: EdgeFact | NodeFact) -> str | None:
    """Return the name of a figure that a fact states, None without one."""
    if isinstance(fact, EdgeFact):
        if fact.share is not None:
            return "share"
        if fact.quantity is not None:
            return "quantity"
    numbers = (name for name, value in fact.properties.items() if isinstance(value, (int, float)))
    return next((name for name in numbers if not isinstance(fact.properties[name], bool)), None)


def _bare(url: str) -> bool:
    parts = urlsplit(url)
    return parts.scheme in ("http", "https") and parts.path in ("", "/") and not parts.query
