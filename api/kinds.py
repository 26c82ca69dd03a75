"""Every kind of error, for people: the page that the ``type`` of a problem leads to."""

from collections.abc import Mapping
from html import escape

KINDS: Mapping[str, tuple[int, str, str]] = {
    "unknown-id": (
        404, "no node has this id, or it did not exist on the day", "`suggestions` has near matches; try `as_of`",
    ),
    "not-found": (404, "no such address", "`/docs`"),
    "method": (405, "the address does not take this method", "the `Allow` header has those it takes"),
    "bad-request": (400, "what came is no HTTP request", "ask with a program that speaks HTTP/1.1"),
    "http": (400, "the request cannot be served", "`detail` says why"),
    "wrong-type": (415, "a body that is not said to be JSON", "send `Content-Type: application/json`"),
    "bad-parameter": (
        422, "a parameter has a wrong form, or is given more than once",
        "`field` names it, `suggestions` the values it takes",
    ),
    "bad-question": (
        422, "the question cannot be answered as asked, or a parameter is unknown", "`field`, `suggestions`",
    ),
    "unknown-format": (400, "`?format=` names no form of this address", "`suggestions` has those there are"),
    "not-acceptable": (406, "the `Accept` header allows no form of this address", "`suggestions`; or `?format=`"),
    "bad-query": (400, "a Cypher query was refused or failed", "`line`, `column`, and what to write instead"),
    "bad-facts": (422, "facts do not fit together", "file, row and field of every fault"),
    "too-large": (413, "a body or a question over a limit", "the limit is named"),
    "slow-body": (408, "a request body took too long to come", "send it at once"),
    "no-key": (401, "a key is needed, or the one given is not known", "`Authorization: Bearer KEY`"),
    "forbidden": (403, "the key does not have the scope that this takes", "`supplygraph key` makes keys"),
    "wrong-host": (421, "the server is asked by a name that is none of its own", "`SUPPLYGRAPH_HOSTS` lists its names"),
    "too-many": (429, "one address or key asks more often than it may", "after `Retry-After` seconds"),
    "time-limit": (
        504, "no answer within the time limit, waiting for its turn included; says how far it came",
        "ask for less, or raise the limit",
    ),
    "no-graph": (
        503, "nothing has been built, or the store is damaged",
        "`supplygraph build`; `supplygraph versions` and `use` return to a version at hand",
    ),
    "overload": (
        503,
        "as many questions wait as may, the Cypher engine is being started, memory is short, or the server is being "
        "stopped",
        "after `Retry-After` seconds",
    ),
    "error": (
        500, "a fault of ours; `detail` has the id under which the log tells more", "please report it with that id",
    ),
}  # fmt: skip
"""Status, when, and the way out, by kind; docs/errors.md has the same table."""


def kinds_page() -> str:
    """Return the page."""
    rows = "".join(
        f'<tr id="{kind}"><td><code>{kind}</code><td>{status}<td>{_marked(when)}<td>{_marked(way)}'
        for kind, (status, when, way) in KINDS.items()
    )
    return (
        '<!doctype html><html lang="en"><meta charset="utf-8"><title>Errors</title>'
        '<link rel="stylesheet" href="/static/page.css"><main><h1>Errors</h1>'
        f"<table><tr><th>type<th>status<th>when<th>way out{rows}</table></main></html>"
    )


def _marked(text: str) -> str:
    """Set what is between backticks as code."""
    parts = escape(text).split("`")
    return "".join(f"<code>{part}</code>" if number % 2 else part for number, part in enumerate(parts))
