"""One table from exception to status, one body for every error: ``application/problem+json``."""

from collections.abc import Mapping

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse
from pydantic import BaseModel, Field
from starlette.exceptions import HTTPException

from api.formats import NotAcceptableError, UnknownFormatError
from graph.errors import (
    BuildError,
    CypherError,
    LimitError,
    QuestionError,
    StoreError,
    SupplygraphError,
    TimeLimitError,
    UnknownIdError,
)

PROBLEM = "application/problem+json"


class Problem(BaseModel):
    """The body of every error (RFC 9457)."""

    type: str = Field(description="a stable name of the kind of error")
    title: str
    status: int
    detail: str = Field(description="what is wrong with this request, and what to do")
    field: str | None = Field(default=None, description="the parameter or body field at fault")
    suggestions: list[str] = Field(default=[], description="what may have been meant")
    line: int | None = None
    column: int | None = None


class OverloadError(SupplygraphError):
    """The server cannot answer now; the caller may try again."""


STATUS: Mapping[type[SupplygraphError], tuple[int, str, str]] = {
    UnknownIdError: (404, "unknown-id", "No such node"),
    LimitError: (413, "too-large", "The question is too large"),
    UnknownFormatError: (400, "unknown-format", "There is no such format"),
    NotAcceptableError: (406, "not-acceptable", "No format that the Accept header allows"),
    QuestionError: (422, "bad-question", "The question cannot be answered as asked"),
    CypherError: (400, "bad-query", "The query was refused or failed"),
    TimeLimitError: (504, "time-limit", "No answer within the time limit"),
    StoreError: (503, "no-graph", "The graph cannot be read"),
    OverloadError: (503, "overload", "Busy, try again"),
    BuildError: (422, "bad-facts", "The facts do not fit together"),
}
"""The most derived class that matches decides."""


def problem(
    status: int,
    kind: str,
    title: str,
    detail: str,
    *,
    field: str | None = None,
    suggestions: list[str] | None = None,
    line: int | None = None,
    column: int | None = None,
) -> JSONResponse:
    """Return an error response."""
    body = Problem(
        type=f"/docs/errors#{kind}", title=title, status=status, detail=detail, field=field,
        suggestions=suggestions or [], line=line, column=column,
    )  # fmt: skip
    headers = {"Retry-After": "2"} if status == 503 else None
    return JSONResponse(body.model_dump(exclude_none=True), status, headers, media_type=PROBLEM)


def _ours(_: Request, error: Exception) -> JSONResponse:
    status, kind, title = next(
        (STATUS[cls] for cls in type(error).__mro__ if cls in STATUS), (500, "error", "Something went wrong")
    )
    return problem(
        status,
        kind,
        title,
        str(error),
        field=getattr(error, "field", None),
        suggestions=list(getattr(error, "suggestions", ())),
        line=getattr(error, "line", None),
        column=getattr(error, "column", None),
    )


def _bad_parameter(_: Request, error: Exception) -> JSONResponse:
    assert isinstance(error, RequestValidationError)  # noqa: S101 - registered for this class only
    first = error.errors()[0]
    place = [str(part) for part in first["loc"] if part not in ("query", "path", "body")]
    field = ".".join(place) or "body"
    context = first.get("ctx", {})
    given = first.get("input")
    shown = f" (got {given!r})" if isinstance(given, str | int | float) else ""
    expected = context.get("expected")
    options = [part.strip("' ") for part in str(expected).replace(" or ", ", ").split(",")] if expected else []
    return problem(
        422,
        "bad-parameter",
        "A parameter is wrong",
        f"{field}: {first['msg']}{shown}. See /docs for what it takes.",
        field=field,
        suggestions=options,
    )


def _http(request: Request, error: Exception) -> JSONResponse:
    assert isinstance(error, HTTPException)  # noqa: S101 - registered for this class only
    kinds = {404: ("not-found", "No such page"), 405: ("method", "Method not allowed")}
    kind, title = kinds.get(error.status_code, ("http", "The request cannot be served"))
    detail = str(error.detail)
    if error.status_code == 404:
        detail = f"There is nothing at {request.url.path}; the interface is described at /docs"
    return problem(error.status_code, kind, title, detail)


def _unexpected(_: Request, error: Exception) -> JSONResponse:
    return problem(500, "error", "Something went wrong", f"{type(error).__name__}; the server's log has more")


def install(app: FastAPI) -> None:
    """Give an app the one error body."""
    app.add_exception_handler(SupplygraphError, _ours)
    app.add_exception_handler(RequestValidationError, _bad_parameter)
    app.add_exception_handler(HTTPException, _http)
    app.add_exception_handler(Exception, _unexpected)
