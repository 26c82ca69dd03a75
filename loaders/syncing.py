"""Upstream files brought up to date, a source at a time, each checked before it replaces the last good copy.

New files go into a staging folder; the whole source is read from it strictly, as a build would; only then are the
folders switched. Whatever goes wrong, the last good copy stays in use and the answer says so.
"""

import os
import shutil
import tempfile
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Literal

from filelock import FileLock, Timeout

from graph.errors import SourceError
from graph.facts.fact import Fact
from loaders.checking import read_source
from loaders.registry import SOURCES, collect
from loaders.source import SourceSpec
from loaders.upstreams import Network, Upstream, copy_files

LOCK = ".sync.lock"
HOLDER = ".sync.holder"
"""Says who holds the lock: a locked file cannot be read on every system."""


@dataclass(frozen=True)
class Synced:
    """What happened to one source.

    ``fetched``: new files are in place. ``unchanged``: the copy at hand is the newest. ``kept``: the upstream failed
    or changed, the last good copy stays in use. ``failed``: as kept, but there is no copy. ``left out``: its terms
    are not admitted. ``by hand``: it has no address to fetch from.
    """

    dataset: str
    status: Literal["fetched", "unchanged", "kept", "failed", "left out", "by hand"]
    licence: str
    reason: str = ""
    files: tuple[str, ...] = ()
    bytes: int = 0


def sync(
    feeds: Path,
    only: Iterable[str] = (),
    *,
    noncommercial: bool = False,
    unverified: bool = False,
    upstream: Upstream | None = None,
    sources: Sequence[SourceSpec] = SOURCES,
) -> list[Synced]:
    """Bring the upstream files of some sources up to date.

    Parameters
    ----------
    feeds : Path
        Folder with a folder a source; made where missing.
    only : iterable of str
        Data sets; all that have upstream files when empty.
    noncommercial, unverified : bool
        Admit sources on these terms.
    upstream : Upstream, optional
        Where new files come from; the network if not given.
    sources : sequence of SourceSpec

    Returns
    -------
    list[Synced]
        One a source, in the order asked for. A failure is an answer here: the other sources go on.

    Raises
    ------
    SourceError
        When ``only`` names a source that does not exist or has no upstream files, or another sync is at work.
    """
    fed = {spec.dataset: spec for spec in sources if spec.feed}
    wanted = list(dict.fromkeys(only)) or list(fed)
    if unknown := [dataset for dataset in wanted if dataset not in fed]:
        raise SourceError(f"no source with upstream files: {', '.join(unknown)}; there are {', '.join(fed)}")
    feeds.mkdir(parents=True, exist_ok=True)
    admitted = {"noncommercial": noncommercial, "unverified": unverified}
    with _locked(feeds):
        run = _Run(feeds, upstream or Network(), admitted, sources)
        return [run.sync(fed[dataset]) for dataset in wanted]


@contextmanager
def _locked(feeds: Path) -> Iterator[None]:
    """Hold the folder's lock, which the system lets go of when its holder ends, however it ends."""
    holder = feeds / HOLDER
    try:
        with FileLock(feeds / LOCK, timeout=0):
            holder.write_text(str(os.getpid()), encoding="utf-8")
            yield
    except Timeout as error:
        told = holder.read_text(encoding="utf-8").strip() if holder.exists() else "unknown"
        raise SourceError(
            f"another sync is at work in {feeds} (process {told}); wait until it has ended, then ask again"
        ) from error


@dataclass(frozen=True)
class _Run:
    """One sync, a source at a time."""

    feeds: Path
    upstream: Upstream
    admitted: dict[str, bool]
    sources: Sequence[SourceSpec]

    @cached_property
    def shipped(self) -> list[Fact]:
        """The facts beside which those of a source must make a graph."""
        shipped = [spec for spec in self.sources if spec.feed is None]
        return collect(None, noncommercial=True, unverified=True, sources=shipped).facts

    def sync(self, spec: SourceSpec) -> Synced:
        licence = spec.metadata.licence
        if term := self._excluding_term(spec):
            return Synced(spec.dataset, "left out", licence, f"its terms are {term}: --{term} admits it")
        if reason := self.upstream.unavailable(spec):
            return Synced(spec.dataset, "by hand", licence, reason)
        folder = self.feeds / str(spec.feed)
        before = self.feeds / f".{folder.name}.before"
        if before.is_dir() and not folder.is_dir():
            before.rename(folder)  # a switch was cut between its two renames
        with tempfile.TemporaryDirectory(dir=self.feeds, prefix=".staging-") as aside:
            staging = Path(aside) / folder.name
            copy_files(folder, staging)
            try:
                new = self.upstream.update(spec, staging)
                if new:
                    self._check(spec, staging)
            except (SourceError, OSError) as error:
                healthy = not read_source(spec, folder)[2]
                return Synced(spec.dataset, "kept" if healthy else "failed", licence, str(error))
            size = sum((staging / file).stat().st_size for file in new)
            if new:
                _switch(staging, folder, before)
        shutil.rmtree(spec.refused(self.feeds), ignore_errors=True)
        return Synced(spec.dataset, "fetched" if new else "unchanged", licence, files=tuple(new), bytes=size)

    def _excluding_term(self, spec: SourceSpec) -> str | None:
        """Return the term on which a source comes and that is not admitted."""
        terms = (term for term, admitted in self.admitted.items() if getattr(spec.metadata, term) and not admitted)
        return next(terms, None)

    def _check(self, spec: SourceSpec, staging: Path) -> None:
        """Read the whole source: what cannot be read never replaces what could, and is kept for a person to look at."""
        reader, _, faults = read_source(spec, staging, self.shipped)
        if not faults:
            return
        refused = spec.refused(self.feeds)
        shutil.rmtree(refused, ignore_errors=True)
        shutil.copytree(staging, refused)
        told = "; ".join(str(fault) for fault in sorted(faults)[:3])
        names = f"; `supplygraph resolve {spec.dataset}` proposes ids for its new names" if reader.unmapped else ""
        raise SourceError(f"the upstream has changed, {len(faults)} fault(s): {told} (kept in {refused}{names})")


def _switch(staging: Path, folder: Path, before: Path) -> None:
    """Put the staging folder in place by two renames; what was there is dropped last."""
    if before.is_dir():
        shutil.rmtree(before)
    if folder.is_dir():
        folder.rename(before)
    staging.rename(folder)
    if before.is_dir():
        shutil.rmtree(before)
