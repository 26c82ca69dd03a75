"""Where new upstream files come from: the network, or a folder at hand."""

import json
import shutil
from collections.abc import Callable
from dataclasses import asdict, dataclass, field
from functools import partial
from pathlib import Path
from typing import Protocol

from graph.errors import SourceError
from loaders.fetching import DownloadLimits, client, fetch
from loaders.manifest import MANIFEST, read_manifest, sha256
from loaders.source import SourceSpec

SyncProgress = Callable[[str, str, int, int | None], None]
"""Called with data set, file, bytes so far and bytes in all where the server says so."""


class Upstream(Protocol):
    """Where the files of a source come from."""

    def unavailable(self, spec: SourceSpec) -> str | None:
        """Return why a source cannot be asked for here; None when it can."""

    def update(self, spec: SourceSpec, staging: Path) -> list[str]:
        """Bring the files of a folder, which holds the copy at hand, up to date; return those that are new.

        Raises
        ------
        SourceError
            When a file cannot be had.
        """


@dataclass(frozen=True)
class Network:
    """The addresses that ``source.toml`` gives.

    Parameters
    ----------
    limits : DownloadLimits
        Of each download.
    progress : callable, optional
    """

    limits: DownloadLimits = field(default_factory=DownloadLimits)
    progress: SyncProgress | None = None

    def unavailable(self, spec: SourceSpec) -> str | None:
        """Return why a source has no address."""
        if spec.metadata.files:
            return None
        return f"{spec.metadata.by_hand or 'it has no address to fetch from'}; put its files in place with --from DIR"

    def update(self, spec: SourceSpec, staging: Path) -> list[str]:
        """Fetch the files that have changed."""
        known = read_manifest(staging)
        step = partial(self.progress, spec.dataset) if self.progress else None
        new = []
        with client(self.limits) as session:
            for file, url in spec.metadata.files.items():
                found = fetch(session, url, staging / file, known.get(file), self.limits, step)
                if found is not None:
                    known[file] = found
                    new.append(file)
        content = {file: asdict(one) for file, one in sorted(known.items())}
        (staging / MANIFEST).write_text(json.dumps(content, indent=1) + "\n", encoding="utf-8")
        return new


@dataclass(frozen=True)
class Folder:
    """Files at hand: a folder laid out as that of the upstream files, or one source's own folder."""

    path: Path

    def unavailable(self, spec: SourceSpec) -> str | None:
        """Return None: any source may be at hand."""
        return None

    def update(self, spec: SourceSpec, staging: Path) -> list[str]:
        """Copy the files that differ."""
        inside = self.path / str(spec.feed)
        chosen = inside if inside.is_dir() else self.path
        if not chosen.is_dir():
            raise SourceError(f"{chosen} is not a folder")
        had = {file: sha256(staging / file) for file in files_of(staging)}
        copy_files(chosen, staging)
        return [file for file in files_of(staging) if had.get(file) != sha256(staging / file)]


def files_of(folder: Path) -> list[str]:
    """Return the files of a folder and of those in it, by their paths from there."""
    return sorted(str(path.relative_to(folder)) for path in folder.rglob("*") if path.is_file())


def copy_files(source: Path, target: Path) -> None:
    """Copy the files of a folder, without the permissions it came with."""
    target.mkdir(parents=True, exist_ok=True)
    for file in files_of(source):
        (target / file).parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(source / file, target / file)
