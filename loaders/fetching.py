"""One upstream file, fetched politely.

It is asked for with the validators of the copy at hand (``ETag``, ``Last-Modified``), streamed within limits of time
and size into a part aside, taken up again where the line was cut, and put in place only when it is whole.
"""

import re
import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from pathlib import Path
from typing import NoReturn

import httpx2

from graph.errors import SourceError
from loaders.manifest import Known, sha256

_LOOPBACK = ("localhost", "127.0.0.1", "::1")
_RANGE = re.compile(r"bytes (?P<start>\d+)-(?P<end>\d+)/(?P<total>\d+|\*)")
_COUNT = re.compile(r"\d{1,15}", re.ASCII)
_WAIT = (httpx2.codes.TOO_MANY_REQUESTS, httpx2.codes.SERVICE_UNAVAILABLE)
_AGAIN = (httpx2.ReadError, httpx2.RemoteProtocolError, httpx2.ConnectError)

DownloadProgress = Callable[[str, int, int | None], None]
"""Called with the file, bytes so far and bytes in all where the server says so."""


@dataclass(frozen=True)
class DownloadLimits:
    """Limits of one download.

    Parameters
    ----------
    max_bytes : int
        Largest file.
    growth : float
        How many times the copy at hand a new one may be; more is a changed upstream.
    connect, read : float
        Seconds to connect, and between two pieces.
    total : float
        Seconds for one file, retries included.
    attempts : int
        Tries of one file when the line is cut or the server asks to wait.
    longest_wait : float
        Longest ``Retry-After`` that is waited for, seconds.
    """

    max_bytes: int = 200_000_000
    growth: float = 10.0
    connect: float = 10.0
    read: float = 30.0
    total: float = 600.0
    attempts: int = 3
    longest_wait: float = 60.0


class _CutError(SourceError):
    """What came is not the rest of what is here; another attempt may bring it."""


class _BusyError(SourceError):
    def __init__(self, url: str, response: httpx2.Response) -> None:
        self.seconds = _retry_after(response.headers.get("Retry-After", ""))
        super().__init__(f"{url}: HTTP {response.status_code}, come back in {self.seconds:g} seconds")


def client(limits: DownloadLimits) -> httpx2.Client:
    """Return a client for some downloads; it follows a few redirects and asks for plain bytes."""
    return httpx2.Client(
        timeout=httpx2.Timeout(limits.read, connect=limits.connect),
        headers={"User-Agent": "supplygraph (one conditional request a file)", "Accept-Encoding": "identity"},
        follow_redirects=True,
        max_redirects=5,
        event_hooks={"request": [_only_https]},
    )


def fetch(
    session: httpx2.Client,
    url: str,
    target: Path,
    known: Known | None = None,
    limits: DownloadLimits | None = None,
    progress: DownloadProgress | None = None,
) -> Known | None:
    """Fetch a file unless the copy at hand is the newest.

    Parameters
    ----------
    session : httpx2.Client
    url : str
        HTTPS; plain HTTP is allowed to this machine only.
    target : Path
        Replaced only when the new file is whole.
    known : Known, optional
        Of the copy at hand; not trusted when its checksum does not fit.
    limits : DownloadLimits, optional
    progress : callable, optional

    Returns
    -------
    Known or None
        Of the new file; None when nothing has changed.

    Raises
    ------
    SourceError
        With the address and what is wrong; the copy at hand is untouched.
    """
    download = _Download(session, url, target, limits or DownloadLimits(), progress)
    if known is not None and (known.url != url or not target.is_file() or known.sha256 != sha256(target)):
        known = None
    try:
        new = download.run(known)
    except httpx2.HTTPError as error:
        raise SourceError(f"{url}: {error or type(error).__name__}") from error
    finally:
        download.part.unlink(missing_ok=True)
    return None if new is None or (known is not None and known.sha256 == new.sha256) else new


class _Download:
    """One file over a few attempts."""

    def __init__(
        self, session: httpx2.Client, url: str, target: Path, limits: DownloadLimits, progress: DownloadProgress | None
    ) -> None:
        self.session, self.url, self.target, self.limits, self.progress = session, url, target, limits, progress
        self.part = target.with_name(f".{target.name}.part")
        self.tag = ""
        self.total: int | None = None
        self.deadline = time.monotonic() + limits.total

    def run(self, known: Known | None) -> Known | None:
        self.target.parent.mkdir(parents=True, exist_ok=True)
        for attempt in range(1, self.limits.attempts + 1):
            wait = 0.0
            try:
                return self._once(known)
            except (*_AGAIN, _CutError):
                if attempt == self.limits.attempts:
                    raise
            except _BusyError as error:
                wait = error.seconds
                if attempt == self.limits.attempts or wait > self.limits.longest_wait:
                    raise
            time.sleep(wait)
        raise AssertionError("the last attempt returns or raises")

    def _once(self, known: Known | None) -> Known | None:
        asked_from = self._partial_size() if self.tag else 0
        with self.session.stream("GET", self.url, headers=self._conditions(known, asked_from)) as response:
            if response.status_code == httpx2.codes.NOT_MODIFIED:
                return None
            self._check(response, asked_from)
            self._write(response)
            found = Known(
                url=self.url,
                sha256=sha256(self.part),
                etag=self.tag,
                last_modified=response.headers.get("Last-Modified", ""),
                fetched_on=datetime.now(UTC).date().isoformat(),
            )
        self.part.replace(self.target)
        return found

    def _partial_size(self) -> int:
        return self.part.stat().st_size if self.part.is_file() else 0

    def _conditions(self, known: Known | None, asked_from: int) -> dict[str, str]:
        """Ask only for what is missing: the rest of a cut download, or the file if it has changed."""
        if asked_from:
            return {"Range": f"bytes={asked_from}-", "If-Range": self.tag}
        wanted = {"If-None-Match": known.etag, "If-Modified-Since": known.last_modified} if known else {}
        return {name: value for name, value in wanted.items() if value}

    def _check(self, response: httpx2.Response, asked_from: int) -> None:
        """See that the answer is the file, or the rest of it that was asked for."""
        status = response.status_code
        if status in _WAIT:
            raise _BusyError(self.url, response)
        if status == httpx2.codes.RANGE_NOT_SATISFIABLE and asked_from:
            self._restart("the rest that was asked for is not there")
        if status == httpx2.codes.PARTIAL_CONTENT and asked_from:
            self._check_range(response, asked_from)
        elif status != httpx2.codes.OK:
            part = " (a part, though the whole was asked for)" if status == httpx2.codes.PARTIAL_CONTENT else ""
            raise SourceError(f"{self.url}: HTTP {status}{part}")
        if response.headers.get("Content-Type", "").startswith("text/html"):
            raise SourceError(f"{self.url}: a web page came instead of a data file")
        if status == httpx2.codes.OK:
            length = response.headers.get("Content-Length", "")
            self.total = int(length) if _COUNT.fullmatch(length) else None
            self.tag = response.headers.get("ETag", "")

    def _check_range(self, response: httpx2.Response, asked_from: int) -> None:
        given = response.headers.get("Content-Range", "")
        found = _RANGE.fullmatch(given)
        total = None if found is None or found["total"] == "*" else int(found["total"])
        if found is None or int(found["start"]) != asked_from or (self.total and total and total != self.total):
            self._restart(f"bytes from {asked_from} were asked for, and {given or 'others'} came")
        self.total = self.total or total

    def _restart(self, why: str) -> NoReturn:
        """Forget the part at hand, so that the next attempt asks for the whole file."""
        self.part.unlink(missing_ok=True)
        self.tag, self.total = "", None
        raise _CutError(f"{self.url}: {why}")

    def _write(self, response: httpx2.Response) -> None:
        resumed = response.status_code == httpx2.codes.PARTIAL_CONTENT
        done = self._partial_size() if resumed else 0
        most = self._size_limit()
        with self.part.open("ab" if resumed else "wb") as stream:
            for piece in response.iter_bytes():
                done += len(piece)
                if done > most:
                    raise SourceError(f"{self.url}: more than {most:,} bytes; look at it before it is taken")
                if time.monotonic() > self.deadline:
                    raise SourceError(f"{self.url}: not done in {self.limits.total:g} seconds")
                stream.write(piece)
                if self.progress:
                    self.progress(self.target.name, done, self.total)
        if self.total is not None and done < self.total:
            raise _CutError(f"{self.url}: {done:,} of {self.total:,} bytes came")
        if self.total is not None and done > self.total:
            self._restart(f"{done:,} bytes came of a file of {self.total:,}")

    def _size_limit(self) -> int:
        """Return the largest size that is believed: the limit, or some times the copy at hand."""
        at_hand = self.target.stat().st_size if self.target.is_file() else 0
        grown = int(at_hand * self.limits.growth) if at_hand else self.limits.max_bytes
        return min(self.limits.max_bytes, grown)


def _retry_after(text: str) -> float:
    """Return the seconds of a Retry-After, which is a number or a date; one second when it is neither."""
    if _COUNT.fullmatch(text):
        return float(text)
    try:
        return max((parsedate_to_datetime(text) - datetime.now(UTC)).total_seconds(), 0.0)
    except (TypeError, ValueError):
        return 1.0


def _only_https(request: httpx2.Request) -> None:
    """Refuse what is not HTTPS, redirects included; plain HTTP is for this machine only."""
    url = request.url
    if url.scheme != "https" and not (url.scheme == "http" and url.host in _LOOPBACK):
        raise SourceError(f"{url}: only https is fetched")
