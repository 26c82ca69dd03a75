"""Which form an answer takes: `?format=` first, then the Accept header, the first one offered where both are open."""

from collections.abc import Callable, Mapping
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
