"""Which form an answer takes: `?format=` first, then the Accept header, the first one offered where both are open."""

from collections.abc import Callable, Mapping
from datetime import date
from hashlib import blake2b
from importlib.metadata import version
from typing import Annotated

from fastapi import Query, Request

from graph.errors import QuestionError

VARY = {"Vary": "Accept"}
"""For answers whose form the Accept header may choose."""

STYLED = {"Content-Security-Policy": "default-src 'none'; style-src 'unsafe-inline'"}
"""For files that carry their own style sheet and nothing else: SVG and HTML without scripts."""


class UnknownFormatError(QuestionError):
    """`?format=` names a form that this address does not have."""


class NotAcceptableError(QuestionError):
    """The Accept header allows none of the forms that this address has."""


NOT_STORED = "no-cache"
"""An answer may be kept, and is asked about before it is used again: the graph may have been built anew."""


def tag(graph_version: str, request: Request, day: date, form: str) -> str:
    """Return the entity tag of an answer: the same for equal questions about one version of the graph.

    It is weak, since the answer may be compressed on its way.

    Parameters
    ----------
    graph_version : str
    request : Request
    day : date
        What `as_of` means when it is not given.
    form : str
    """
    asked = sorted((name, value) for name, value in request.query_params.multi_items() if name != "format")
    text = repr((version("supplygraph"), graph_version, request.url.path, asked, day.isoformat(), form))
    return f'W/"{blake2b(text.encode(), digest_size=12).hexdigest()}"'


def unchanged(request: Request, etag: str) -> bool:
    """Say whether the caller has the answer already (`If-None-Match`)."""
    return holds(request.headers.get("if-none-match", ""), etag)


def holds(if_none_match: str, etag: str) -> bool:
    """Say whether a header names an entity tag, compared weakly."""
    return etag.removeprefix("W/") in (part.strip().removeprefix("W/") for part in if_none_match.split(","))


def prefers_whole(request: Request) -> bool:
    """Say whether the caller takes every row, however many (`Prefer: whole`, RFC 7240): the page does."""
    return "whole" in (part.strip() for part in request.headers.get("prefer", "").split(","))


def alternates(request: Request, offered: Mapping[str, str], form: str) -> str:
    """Return the `Link` header that names the other forms of an answer.

    Parameters
    ----------
    request : Request
    offered : mapping of str to str
    form : str
        The one that is given.
    """
    others = (
        (request.url.include_query_params(format=name), media.partition(";")[0])
        for name, media in offered.items()
        if name != form
    )
    return ", ".join(f'<{url.path}?{url.query}>; rel="alternate"; type="{media}"' for url, media in others)


def negotiated(offered: Mapping[str, str]) -> Callable[..., str]:
    """Return a dependency that chooses one of the forms of an address.

    Parameters
    ----------
    offered : mapping of str to str
        Media types by the names that `?format=` takes; the first is the default.
    """
    names = list(offered)

    def choose(
        request: Request,
        format: Annotated[
            str | None,
            Query(
                description=f"{', '.join(names)}; the Accept header decides when left out",
                json_schema_extra={"enum": names},
            ),
        ] = None,
    ) -> str:
        if format is not None:
            if format not in offered:
                raise UnknownFormatError(f"no format {format!r}; there are {', '.join(names)}", "format", names)
            return format
        accept = request.headers.get("accept", "*/*")
        best = max(names, key=lambda name: quality(accept, offered[name]))
        if not quality(accept, offered[best]):
            media = list(offered.values())
            raise NotAcceptableError(f"Accept: {accept} allows none of {', '.join(media)}", "Accept", media)
        return best

    return choose


def quality(accept: str, media_type: str) -> float:
    """Return how welcome a media type is, 0 to 1: the `q` of the most specific range that covers it (RFC 9110).

    Parameters
    ----------
    accept : str
        An Accept header.
    media_type : str
        Its parameters do not count.
    """
    wanted = media_type.partition(";")[0]
    ranges = {wanted: 2, f"{wanted.partition('/')[0]}/*": 1, "*/*": 0}
    found = (-1, 0.0)
    for part in accept.split(","):
        name, *parameters = (piece.strip().lower() for piece in part.split(";"))
        if name in ranges:
            found = max(found, (ranges[name], _weight(parameters)))
    return found[1]


def _weight(parameters: list[str]) -> float:
    for parameter in parameters:
        name, _, value = parameter.partition("=")
        if name.strip() == "q":
            try:
                return min(max(float(value), 0.0), 1.0)
            except ValueError:
                return 0.0
    return 1.0
