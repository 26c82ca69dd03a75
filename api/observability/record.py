"""What is noted of one request, and the line in the log that says it."""

import json
import logging
import re
import time
from dataclasses import dataclass, field
from uuid import uuid4

from starlette.types import Scope

LOG = logging.getLogger("supplygraph.requests")
_KEY = "supplygraph.record"
_ID = re.compile(r"[A-Za-z0-9._-]{1,64}")
LEFT = 499
"""The status in the log and the metrics of a caller that left before the end of the answer."""


@dataclass
class Record:
    """One request.

    Attributes
    ----------
    id : str
        The caller's X-Request-Id where it has one of plain characters, else a new one.
    lane : str
        Where it waited, empty where it did not.
    queued : float
        Seconds that it waited.
    left : bool
        The caller left before the end of the answer.
    version : str
        Of the graph in use.
    caller : str
        Name of the key, empty where there was none.
    """

    id: str = field(default_factory=lambda: uuid4().hex)
    lane: str = ""
    queued: float = 0.0
    left: bool = False
    version: str = ""
    caller: str = ""
    status: int = 0
    started: float = field(default_factory=time.perf_counter)

    @property
    def seconds(self) -> float:
        """Seconds since it came in."""
        return time.perf_counter() - self.started


def begin(scope: Scope) -> Record:
    """Begin the record of a request."""
    given = dict(scope["headers"]).get(b"x-request-id", b"").decode("latin-1")
    record = Record(given) if _ID.fullmatch(given) else Record()
    scope[_KEY] = record
    return record


def record_of(scope: Scope) -> Record:
    """Return the record of a request; one of its own where the guard did not begin any."""
    record: Record = scope.setdefault(_KEY, Record())
    return record


def operation_of(scope: Scope) -> str:
    """Return the address as it is declared: metrics have a row for each, not for each text that a caller thinks of."""
    route = scope.get("route")
    path = str(getattr(route, "path", ""))
    if not path:
        return "other"
    return f"/v1{path}" if scope["path"].startswith("/v1/") and not path.startswith("/v1/") else path


def write_line(scope: Scope, record: Record) -> None:
    """Write the one line of a request; its path has no query, which may be private."""
    LOG.info(
        "%s",
        json.dumps(
            {
                "id": record.id,
                "method": scope["method"],
                "path": scope["path"][:500],
                "status": LEFT if record.left else record.status,
                "seconds": round(record.seconds, 4),
                "lane": record.lane,
                "queued": round(record.queued, 4),
                "version": record.version[:12],
                "caller": record.caller,
            }
        ),
    )
