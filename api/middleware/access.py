"""Who may ask: by which name of this server, with which key, how often.

The name is checked because a web page can have a name of its own lead to this machine (DNS rebinding) and read from a
browser what is private here; it cannot choose the name that the browser sends. Plain ASGI, as the guard.
"""

import base64
import binascii
import ipaddress
import math
import time
from collections.abc import Iterable
from dataclasses import dataclass

from limits import RateLimitItemPerMinute
from limits.storage import MemoryStorage
from limits.strategies import MovingWindowRateLimiter
from starlette.datastructures import Headers
from starlette.types import ASGIApp, Receive, Send
from starlette.types import Scope as Asked

from api import errors
from api.keys import Caller, Keys, Scope
from api.middleware.admission import is_cypher
from api.observability.record import record_of
from api.settings import Settings, listed

UNASKED = ("/health", "/ready")
"""Open to every probe, by whatever name: they tell nothing that is private."""


@dataclass(frozen=True)
class Terms:
    """On which terms this server answers.

    Attributes
    ----------
    hosts : frozenset of str
        Names by which it may be asked, without port; ``*.example.org`` has every name under it, ``*`` is every name.
    keys : Keys or None
    without_key : frozenset of Scope
        What a caller without a key may do.
    per_minute : int
        Questions a minute of one address or key; 0: as many as it likes.
    """

    hosts: frozenset[str]
    keys: Keys | None
    without_key: frozenset[Scope]
    per_minute: int


def terms_of(settings: Settings) -> Terms:
    """Return on which terms a server with these settings answers.

    Raises
    ------
    KeyFileError
        The file of keys cannot be used.
    """
    keys = Keys(settings.keys) if settings.keys else None
    if settings.without_key is None:
        without_key = frozenset[Scope]() if keys else frozenset(Scope)
    else:
        without_key = frozenset(Scope(name) for name in listed(settings.without_key) if name != "none")
    return Terms(frozenset(name.lower() for name in listed(settings.hosts)), keys, without_key, settings.per_minute)


class Access:
    """Refuse who may not ask.

    Parameters
    ----------
    app : ASGIApp
    terms : Terms
    """

    def __init__(self, app: ASGIApp, terms: Terms) -> None:
        self._app = app
        self._terms = terms
        self._rates = MovingWindowRateLimiter(MemoryStorage())

    async def __call__(self, scope: Asked, receive: Receive, send: Send) -> None:
        """Serve one request (ASGI)."""
        if scope["type"] != "http" or scope["path"] in UNASKED:
            await self._app(scope, receive, send)
            return
        refusal = self._refusal(scope)
        await (refusal or self._app)(scope, receive, send)

    def _refusal(self, scope: Asked) -> ASGIApp | None:
        headers = Headers(scope=scope)
        host = headers.get("host", "")
        if not is_served(host, self._terms.hosts):
            told = f"this server is not asked by the name {host[:100]!r}; SUPPLYGRAPH_HOSTS lists its names"
            return errors.problem(421, "wrong-host", "Not this server", told)
        needed = needed_scope(scope["path"])
        if needed is None:
            return None
        key = given_key(headers.get("authorization", ""))
        caller = self._caller(scope, key)
        if (wait := self._wait(caller or _from_address(scope, frozenset()))) > 0:
            told = f"too many questions from one caller; ask again in {wait} seconds"
            return errors.problem(429, "too-many", "Too many questions", told, headers={"Retry-After": str(wait)})
        if caller is None:
            return _unknown("this key is not known here")
        record_of(scope).caller = caller.name if key else ""
        if needed in caller.scopes:
            return None
        if not key:
            return _unknown(f"this takes a key with the scope {needed}, as `Authorization: Bearer KEY`")
        return errors.problem(403, "forbidden", "Not with this key", f"this takes a key with the scope {needed}")

    def _caller(self, scope: Asked, key: str) -> Caller | None:
        if not key:
            return _from_address(scope, self._terms.without_key)
        return self._terms.keys.caller(key) if self._terms.keys else _from_address(scope, self._terms.without_key)

    def _wait(self, caller: Caller) -> int:
        """Count a question; return the seconds until the next may come, 0 where it may be answered now."""
        most = caller.per_minute or self._terms.per_minute
        if not most:
            return 0
        rate = RateLimitItemPerMinute(most)
        if self._rates.hit(rate, caller.name):
            return 0
        return max(1, math.ceil(self._rates.get_window_stats(rate, caller.name).reset_time - time.time()))


def _from_address(scope: Asked, scopes: frozenset[Scope]) -> Caller:
    return Caller(f"address {address_of(scope)}", scopes)


def _unknown(told: str) -> ASGIApp:
    """Ask for a key; a browser asks its user, who gives the key as the password."""
    told_how = {"WWW-Authenticate": 'Bearer realm="supplygraph", Basic realm="supplygraph: key as password"'}
    return errors.problem(401, "no-key", "A key is needed", told, headers=told_how)


def is_served(host: str, hosts: Iterable[str]) -> bool:
    """Say whether a Host header names this server."""
    name = host.lower()
    name = name.partition("]")[0] + "]" if name.startswith("[") else name.partition(":")[0].removesuffix(".")
    return any(
        allowed == "*" or name == allowed or (allowed.startswith("*.") and name.endswith(allowed[1:]))
        for allowed in hosts
    )


def needed_scope(path: str) -> Scope | None:
    """Return what a caller needs for an address; None where everybody may: the page's own files and the docs."""
    if path == "/metrics":
        return Scope.ADMIN
    if is_cypher(path):
        return Scope.CYPHER
    return Scope.READ if path.startswith("/v1/") else None


def given_key(authorization: str) -> str:
    """Return the key in an Authorization header: as a bearer, or as the password of Basic."""
    kind, _, given = authorization.strip().partition(" ")
    if kind.lower() == "bearer":
        return given.strip()
    if kind.lower() == "basic":
        try:
            return base64.b64decode(given, validate=True).decode().partition(":")[2] or "?"
        except (binascii.Error, ValueError):
            return "?"
    return "?" if authorization else ""


def address_of(scope: Asked) -> str:
    """Return the address that asks; of IPv6 the network, since one caller has all of it."""
    client = scope.get("client")
    try:
        address = ipaddress.ip_address(client[0] if client else "")
    except ValueError:
        return "unknown"
    if isinstance(address, ipaddress.IPv6Address):
        if address.ipv4_mapped:
            return str(address.ipv4_mapped)
        return str(ipaddress.ip_network((address, 64), strict=False))
    return str(address)
