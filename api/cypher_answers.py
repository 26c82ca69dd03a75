"""Answers to Cypher: who runs the query, and how its rows become an answer with sources."""

import json
from collections.abc import Callable, Mapping
from contextlib import suppress
from typing import Any

from api.settings import Settings
from graph.errors import ReplacedError
from graph.facts.fact import Source
from graph.stores.connection import CypherAnswer, CypherLimits, CypherService, embedded_service, neo4j_service

ASSUMPTIONS = [
    "the graph holds claims of all times, rivals included: `r.current` marks those that answers of the day of the "
    "build use, `r.valid_from` and `r.valid_to` bound each"
]

ASKED_AT_MOST = 3
"""Times that a query is asked whose graph is replaced before its sources are read."""
DATED = (
    "a date of which the source gives a month or a year stands as its first day, and the property of its name with "
    "_stated behind it has what the source says"
)


def cypher_service(settings: Settings) -> CypherService:
    """Return the service of the settings; nothing is started before its first query."""
    limits = CypherLimits(
        seconds=settings.cypher_seconds,
        rows=settings.cypher_rows,
        characters=settings.cypher_characters,
        worker_mb=settings.cypher_memory_mb,
        engine_mb=settings.cypher_engine_mb,
        workers=settings.cypher_workers,
    )
    if there := settings.neo4j:
        return neo4j_service(there.uri, there.user, there.password, limits, there.database)
    return embedded_service(settings.data, limits)


def answer_with_sources(ask: Callable[[], CypherAnswer], sources_of: Callable[[str], Mapping[str, Source]]) -> bytes:
    """Ask, and put the answer together with the sources of its version, as text.

    A server's graph may be replaced between its rows and its sources: then it is asked anew, so that both are of one
    version.

    Parameters
    ----------
    ask : callable
        Runs the query.
    sources_of : callable
        Gives the sources of a version, and raises ``ReplacedError`` where the store has none of it any more.

    Raises
    ------
    ReplacedError
        The graph was replaced at every try.
    """
    for _ in range(ASKED_AT_MOST - 1):
        with suppress(ReplacedError):
            return _once(ask, sources_of)
    return _once(ask, sources_of)


def _once(ask: Callable[[], CypherAnswer], sources_of: Callable[[str], Mapping[str, Source]]) -> bytes:
    found = ask()
    return answer_text(found, sources_of(found.version) if found.sources else {})


def answer_text(found: CypherAnswer, known: Mapping[str, Source]) -> bytes:
    """Put an answer together as text: what a user asked for is never decoded in a server's process.

    Parameters
    ----------
    found : CypherAnswer
    known : Mapping[str, Source]
        Sources of the version that the rows are of.
    """
    meta: dict[str, Any] = {
        "graph_version": found.version,
        "truncated": found.cut is not None,
        "limits": {} if found.cut is None else {found.cut: found.limit},
        "assumptions": [*ASSUMPTIONS, *([DATED] if found.dated else [])],
        "warnings": found.warnings,
    }
    rest = {
        "truncated": meta["truncated"],
        "plan": found.plan,
        "meta": meta,
        "sources": {name: known[name].model_dump(mode="json") for name in found.sources if name in known},
    }
    return b"{" + found.content + b", " + json.dumps(rest, ensure_ascii=False).encode()[1:]
