"""Upstream files brought up to date, a source at a time, each checked before it replaces the last good copy.

New files go into a staging folder; the whole source is read from it strictly, as a build would; only then are the
folders switched. Whatever goes wrong, the last good copy stays in use and the answer says so.
"""

import fcntl
import json
import os
import shutil
import tempfile
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from functools import partial
from pathlib import Path
from typing import Literal

import httpx2

from graph.errors import SourceError
from loaders.fetching import MANIFEST, Limits, client, fetch, read_manifest, sha256
from loaders.registry import SOURCES, read_source
from loaders.source import SourceSpec

LOCK = ".sync.lock"

Progress = Callable[[str, str, int, int | None], None]
"""Called with data set, file, bytes so far and bytes in all where the server says so."""


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
    from_dir: Path | None = None,
    limits: Limits | None = None,
    progress: Progress | None = None,
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
    from_dir : Path, optional
        Take files at hand instead of the network: a folder laid out as ``feeds``, or one source's own folder.
    limits : Limits, optional
        Of each download.
    progress : callable, optional
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
    limits = limits or Limits()
    terms = {"noncommercial": noncommercial, "unverified": unverified}
    with _alone(feeds), client(limits) as session:
        one = _One(feeds, from_dir, session, limits, progress)
        return [_left_out(fed[dataset], terms, from_dir) or one.sync(fed[dataset]) for dataset in wanted]


@contextmanager
def _alone(feeds: Path) -> Iterator[None]:
    """Hold the folder's lock, which the system lets go of when its holder ends, however it ends."""
    with (feeds / LOCK).open("a+", encoding="utf-8") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as error:
            lock.seek(0)
            holder = lock.read().strip() or "unknown"
            raise SourceError(
                f"another sync is at work in {feeds} (process {holder}); wait until it has ended, then ask again"
            ) from error
        lock.truncate(0)
        lock.write(str(os.getpid()))
        lock.flush()
        yield


def _left_out(spec: SourceSpec, terms: dict[str, bool], from_dir: Path | None) -> Synced | None:
    metadata = spec.metadata
    for term, admitted in terms.items():
        if getattr(metadata, term) and not admitted:
            return Synced(spec.dataset, "left out", metadata.licence, f"its terms are {term}: --{term} admits it")
    if from_dir is None and not metadata.files:
        told = f"{metadata.by_hand or 'it has no address to fetch from'}; put its files in place with --from DIR"
        return Synced(spec.dataset, "by hand", metadata.licence, told)
    return None


@dataclass(frozen=True)
class _One:
    """The way of one source at a time."""

    feeds: Path
    from_dir: Path | None
    session: httpx2.Client
    limits: Limits
    progress: Progress | None

    def sync(self, spec: SourceSpec) -> Synced:
        folder, licence = self.feeds / str(spec.feed), spec.metadata.licence
        before = self.feeds / f".{folder.name}.before"
        if before.is_dir() and not folder.is_dir():
            before.rename(folder)  # a switch was cut between its two renames
        with tempfile.TemporaryDirectory(dir=self.feeds, prefix=".staging-") as aside:
            staging = Path(aside) / folder.name
            _copy(folder, staging)
            try:
                new = self._taken(spec, staging) if self.from_dir else self._fetched(spec, staging)
                if not new:
                    shutil.rmtree(spec.refused(self.feeds), ignore_errors=True)
                    return Synced(spec.dataset, "unchanged", licence)
                self._check(spec, staging)
            except SourceError as error:
                there = not read_source(spec, folder)[2]
                return Synced(spec.dataset, "kept" if there else "failed", licence, str(error))
            size = sum((staging / file).stat().st_size for file in new)
            _switch(staging, folder, before)
        shutil.rmtree(spec.refused(self.feeds), ignore_errors=True)
        return Synced(spec.dataset, "fetched", licence, files=tuple(new), bytes=size)

    def _check(self, spec: SourceSpec, staging: Path) -> None:
        """Read the whole source: what cannot be read never replaces what could, and is kept for a person to look at."""
        reader, _, faults = read_source(spec, staging)
        if not faults:
            return
        refused = spec.refused(self.feeds)
        shutil.rmtree(refused, ignore_errors=True)
        shutil.copytree(staging, refused)
        told = "; ".join(str(fault) for fault in sorted(faults)[:3])
        names = f"; `supplygraph resolve {spec.dataset}` proposes ids for its new names" if reader.unmapped else ""
        raise SourceError(f"the upstream has changed, {len(faults)} fault(s): {told} (kept in {refused}{names})")

    def _fetched(self, spec: SourceSpec, staging: Path) -> list[str]:
        """Fetch into the staging folder; return the files that are new."""
        known = read_manifest(staging)
        new = []
        for file, url in spec.metadata.files.items():
            step = partial(self.progress, spec.dataset) if self.progress else None
            found = fetch(self.session, url, staging / file, known.get(file), self.limits, step)
            if found is not None:
                known[file] = found
                new.append(file)
        content = {file: asdict(one) for file, one in sorted(known.items())}
        (staging / MANIFEST).write_text(json.dumps(content, indent=1) + "\n", encoding="utf-8")
        return new

    def _taken(self, spec: SourceSpec, staging: Path) -> list[str]:
        """Copy the files at hand into the staging folder; return those that are new."""
        given = Path(str(self.from_dir))
        inside = given / str(spec.feed)
        chosen = inside if inside.is_dir() else given
        if not chosen.is_dir():
            raise SourceError(f"{chosen} is not a folder")
        had = {file: sha256(staging / file) for file in _files(staging)}
        _copy(chosen, staging)
        return [file for file in _files(staging) if had.get(file) != sha256(staging / file)]


def _files(folder: Path) -> list[str]:
    return sorted(str(path.relative_to(folder)) for path in folder.rglob("*") if path.is_file())


def _copy(source: Path, target: Path) -> None:
    """Copy the files of a folder, without the permissions it came with."""
    target.mkdir(parents=True, exist_ok=True)
    for file in _files(source):
        (target / file).parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(source / file, target / file)


def _switch(staging: Path, folder: Path, before: Path) -> None:
    """Put the staging folder in place by two renames; what was there is dropped last."""
    if before.is_dir():
        shutil.rmtree(before)
    if folder.is_dir():
        folder.rename(before)
    staging.rename(folder)
    if before.is_dir():
        shutil.rmtree(before)
