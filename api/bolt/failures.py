"""One table from exception to status code, so that drivers raise what their users expect."""

from collections.abc import Mapping

from graph.errors import (
    CypherError,
    EngineBusyError,
    GivenUpError,
    LimitError,
    OverloadError,
    StoreError,
    SupplygraphError,
    TimeLimitError,
    WriteRefusedError,
)

UNAUTHORIZED = "Neo.ClientError.Security.Unauthorized"
INVALID = "Neo.ClientError.Request.Invalid"
NO_DATABASE = "Neo.ClientError.Database.DatabaseNotFound"
OUTDATED = "Neo.TransientError.Transaction.Outdated"
LIMIT = "Neo.ClientError.General.LimitExceeded"
ERROR = "Neo.DatabaseError.General.UnknownError"
_ARGUMENT = "Neo.ClientError.Statement.ArgumentError"

CODE: Mapping[type[SupplygraphError], str] = {
    WriteRefusedError: "Neo.ClientError.Security.Forbidden",
    CypherError: "Neo.ClientError.Statement.SyntaxError",
    # Neo4j calls a lack of memory transient, and drivers then ask the same again for half a minute.
    LimitError: LIMIT,
    TimeLimitError: "Neo.ClientError.Transaction.TransactionTimedOut",
    GivenUpError: "Neo.ClientError.Transaction.Terminated",
    OverloadError: "Neo.TransientError.Request.NoThreadsAvailable",
    EngineBusyError: "Neo.TransientError.General.DatabaseUnavailable",
    StoreError: "Neo.TransientError.General.DatabaseUnavailable",
}
"""The most derived class that matches decides. What is transient a driver asks again by itself."""


class BoltError(Exception):
    """A request that is answered with a failure, and by no exception of the project."""

    def __init__(self, code: str, message: str) -> None:
        self.code = code
        super().__init__(message)


def failed(error: Exception) -> dict[str, str]:
    """Return the content of a failure."""
    if isinstance(error, BoltError):
        return {"code": error.code, "message": str(error)}
    if isinstance(error, CypherError) and error.line is None and not isinstance(error, WriteRefusedError):
        return {"code": _ARGUMENT, "message": str(error)}  # it went wrong while it ran
    for kind in type(error).__mro__:
        if kind in CODE:
            return {"code": CODE[kind], "message": str(error)}
    return {"code": ERROR, "message": "a fault of ours; the server's log has more"}
