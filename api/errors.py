"""One table from exception to status, one body for every error: ``application/problem+json``."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Any
from urllib.parse import quote

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse, RedirectResponse
from pydantic import BaseModel, Field
from starlette.exceptions import HTTPException
from starlette.routing import compile_path

from api.formats import NotAcceptableError, UnknownFormatError
from api.observability.record import LEFT
from api.settings import Settings
from graph.errors import (
    BuildError,
    CypherError,
    EngineBusyError,
    GivenUpError,
    LimitError,
    OverloadError,
    QuestionError,
    ReplacedError,
    StoreError,
    SupplygraphError,
    TimeLimitError,
    UnknownIdError,
)
from graph.measures.declared import declared, names
from graph.measures.question import ParameterError, parameter_error

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


class WrongTypeError(SupplygraphError):
    """A body has a type that is not taken."""


STATUS: Mapping[type[SupplygraphError], tuple[int, str, str]] = {
    UnknownIdError: (404, "unknown-id", "No such node"),
    LimitError: (413, "too-large", "The question is too large"),
    UnknownFormatError: (400, "unknown-format", "There is no such format"),
    NotAcceptableError: (406, "not-acceptable", "No format that the Accept header allows"),
    ParameterError: (422, "bad-parameter", "A parameter is wrong"),
    QuestionError: (422, "bad-question", "The question cannot be answered as asked"),
    CypherError: (400, "bad-query", "The query was refused or failed"),
    WrongTypeError: (415, "wrong-type", "No body of this type is taken"),
    TimeLimitError: (504, "time-limit", "No answer within the time limit"),
    StoreError: (503, "no-graph", "The graph cannot be read"),
    OverloadError: (503, "overload", "Busy, try again"),
    ReplacedError: (503, "overload", "Busy, try again"),
    EngineBusyError: (503, "overload", "Busy, try again"),
    BuildError: (422, "bad-facts", "The facts do not fit together"),
}
"""The most derived class that matches decides."""


def problem(
    status: int,
    kind: str,
    title: str,
    detail: str,
    error: Exception | None = None,
    headers: Mapping[str, str] | None = None,
) -> JSONResponse:
    """Return an error response; an error that knows its field, line or suggestions tells them."""
    where = {name: getattr(error, name, None) for name in ("field", "line", "column")}
    suggestions = list(getattr(error, "suggestions", ()))
    body = Problem(
        type=f"/docs/errors#{kind}", title=title, status=status, detail=detail, suggestions=suggestions, **where
    )
    told = {**({"Retry-After": "2"} if status == 503 else {}), **(headers or {})}
    return JSONResponse(body.model_dump(exclude_none=True), status, told, media_type=PROBLEM)


def _ours(request: Request, error: Exception) -> JSONResponse:
    if isinstance(error, GivenUpError):
        return problem(LEFT, "left", "The caller left", str(error))  # read by nobody
    settings: Settings = request.app.state.settings
    private = {settings.neo4j_uri: "the database"} if settings.neo4j_uri else {}
    if settings.data.is_absolute():
        private[str(settings.data)] = "the data folder"
    return answer_to(error, private)


def answer_to(error: Exception, private: Mapping[str, str] = MappingProxyType({})) -> JSONResponse:
    """Return the response to an error that was raised on purpose.

    Parameters
    ----------
    error : Exception
    private : mapping of str to str, optional
        What a caller is not told of this machine, and the words that stand for it.
    """
    status, kind, title = next(
        (STATUS[cls] for cls in type(error).__mro__ if cls in STATUS), (500, "error", "Something went wrong")
    )
    detail = str(error)
    for place, words in private.items():
        detail = detail.replace(place, words)
    return problem(status, kind, title, detail, error)


def _no_memory(request: Request, error: Exception) -> JSONResponse:
    return answer_to(OverloadError("the process that worked on this is short of memory; ask for less, or again later"))


def _not_loaded(request: Request, error: Exception) -> JSONResponse:
    """A library loaded at its first use finds no room: short of memory too. A library that is not there is a fault."""
    if "failed to map segment" not in str(error):
        raise error
    return _no_memory(request, error)


def _bad_parameter(request: Request, error: Exception) -> JSONResponse:
    assert isinstance(error, RequestValidationError)  # noqa: S101 - registered for this class only
    return answer_to(parameter_error(error.errors()))


def _http(request: Request, error: Exception) -> JSONResponse:
    assert isinstance(error, HTTPException)  # noqa: S101 - registered for this class only
    kinds = {404: ("not-found", "No such page"), 405: ("method", "Method not allowed")}
    kind, title = kinds.get(error.status_code, ("http", "The request cannot be served"))
    detail = str(error.detail)
    if error.status_code == 404:
        detail = f"There is nothing at {request.url.path}; {_way(request.url.path)}the interface is described at /docs"
    headers = dict(error.headers or {})
    if error.status_code == 405:
        headers["Allow"] = ", ".join(_methods(request))
        detail = f"{request.method} is not taken here; {headers['Allow']} is"
    return problem(error.status_code, kind, title, detail, headers=headers)


def _way(path: str) -> str:
    """Say where a question is that is asked by the name of its command."""
    name = path.removeprefix("/v1").strip("/").partition("/")[0]
    if name not in names():
        return ""
    measure = declared(name)
    return f"the question {name!r} is {measure.method} /v1{measure.path}; "


def _methods(request: Request) -> list[str]:
    """Return the methods that an address takes; a name written out goes before one that is a parameter."""
    paths = request.app.openapi()["paths"]
    asked = request.url.path
    matching = [asked] if asked in paths else [path for path in paths if compile_path(path)[0].match(asked)]
    found = {method.upper() for path in matching for method in paths[path]}
    return sorted(found | {"GET", "HEAD"} if "GET" in found or not found else found)


class MergedIdError(Exception):
    """An id in an address was merged into another.

    Parameters
    ----------
    path, query : str
        Where the same question is answered.
    """

    def __init__(self, path: str, query: str) -> None:
        self.address = quote(path, safe="/:") + (f"?{query}" if query else "")
        super().__init__(self.address)


def _merged(request: Request, error: Exception) -> RedirectResponse:
    assert isinstance(error, MergedIdError)  # noqa: S101 - registered for this class only
    return RedirectResponse(error.address, status_code=308)


def install(app: FastAPI) -> None:
    """Give an app the one error body, and its description the body's schema."""
    app.add_exception_handler(SupplygraphError, _ours)
    app.add_exception_handler(MemoryError, _no_memory)
    app.add_exception_handler(ImportError, _not_loaded)
    app.add_exception_handler(RequestValidationError, _bad_parameter)
    app.add_exception_handler(HTTPException, _http)
    app.add_exception_handler(MergedIdError, _merged)
    describe = app.openapi

    def openapi() -> dict[str, Any]:
        if app.openapi_schema is None:
            describe()["components"].setdefault("schemas", {})["Problem"] = Problem.model_json_schema()
        return describe()

    app.openapi = openapi  # type: ignore[method-assign]


MEANING: Mapping[int, str] = {
    400: "there is no such format, or a query was refused",
    401: "a key is needed, or the one given is not known",
    403: "the key does not have the scope that this takes",
    404: "there is no such thing; `suggestions` has near matches",
    406: "the Accept header allows none of the forms",
    413: "the body, or what is asked, is too large",
    415: "the body is not said to be application/json",
    421: "the server is asked by a name that is none of its own",
    422: "a parameter or the body is wrong; `field` names it, `suggestions` what it takes",
    429: "too many questions from one caller; after `Retry-After` seconds",
    500: "a fault of ours",
    503: "there is no graph yet, or too much to do; after `Retry-After` seconds",
    504: "no answer within the time limit",
}


def problems(*statuses: int) -> dict[int | str, dict[str, Any]]:
    """Return the description of the errors of an operation.

    Parameters
    ----------
    statuses : int
        Those it can have.
    """
    schema = {"$ref": "#/components/schemas/Problem"}
    return {status: {"description": MEANING[status], "content": {PROBLEM: {"schema": schema}}} for status in statuses}
