"""The store on disk: one immutable file a version, and a pointer to the current one.

``graphs/<version>.graph.zip`` holds a graph, and as its last bytes the digest of all before: so each file says by
itself whether it is whole, and a reader needs no second file that a writer may be changing. ``current`` names the
version in use. Both are written aside, flushed to disk and renamed, so that at any moment the old or the new graph is
there, whole. The newest few versions are kept for ``supplygraph diff`` and ``supplygraph use``.

The digest of a file is checked at every reading: it finds damage. The hash of the content, which is the version, is
checked by whoever reads ``checked``: the server before it serves, ``verify``, ``use`` and ``restore``. It finds a file
that was edited and given a new digest. Other commands do without: hashing takes half as long as reading.
"""

import os
import re
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path

from graph.errors import NoGraphError, StoreError
from graph.facts.evidence import is_own
from graph.facts.source_report import SourceReport
from graph.knowledge_graph import KnowledgeGraph
from graph.stores.versions.files import PRIVATE, PUBLIC, left_behind, remove, replace
from graph.stores.versions.pointer import VERSION, WAY_OUT, read_pointer, write_pointer
from graph.stores.versions.version_file import SUFFIX, StoredGraph, packed, read_file, read_header

KEPT = 5
"""Versions kept on disk where nothing else is said."""


class VersionStore:
    """Graph versions in a folder.

    Parameters
    ----------
    folder : Path
        Made when the first graph is written; reading needs no write rights.
    kept : int
        Versions kept on disk.
    """

    def __init__(self, folder: Path, kept: int = KEPT) -> None:
        self.folder = folder
        self._kept = kept

    def close(self) -> None:
        """Do nothing: files are open only while they are read."""

    def path(self, version: str) -> Path:
        """Return the file of a version.

        Parameters
        ----------
        version : str
            The whole hash; the file need not be there.
        """
        return self.folder / "graphs" / f"{version}{SUFFIX}"

    def current(self) -> str | None:
        """Return the version that the pointer names, None before the first build.

        Raises
        ------
        StoreError
            The pointer is damaged.
        """
        return read_pointer(self.folder)

    def versions(self) -> list[str]:
        """Return the versions at hand, those used last first."""
        times: dict[str, int] = {}
        for file in (self.folder / "graphs").glob(f"*{SUFFIX}"):
            version = file.name.removesuffix(SUFFIX)
            if re.fullmatch(VERSION, version):
                try:
                    times[version] = file.stat().st_mtime_ns
                except FileNotFoundError:  # a writer has just removed it
                    continue
        return sorted(times, key=lambda version: times[version], reverse=True)

    def find(self, beginning: str) -> str:
        """Return the version at hand that begins so.

        Parameters
        ----------
        beginning : str
            Of the hash, or the name by which a version is cited: a day and the beginning.

        Raises
        ------
        StoreError
            There is none, or there are several.
        """
        hashed = re.sub(r"^\d{4}-\d\d-\d\d-", "", beginning)
        found = [version for version in self.versions() if hashed and version.startswith(hashed)]
        if len(found) == 1:
            return found[0]
        known = ", ".join(version[:12] for version in found or self.versions()) or "none"
        if found:
            raise StoreError(f"several versions begin with {beginning}: {known}")
        raise StoreError(f"version {beginning[:12]!r} is not in {self.folder}; at hand: {known}")

    def write(self, graph: KnowledgeGraph, built_at: str, reports: Sequence[SourceReport] = ()) -> Path:
        """Write a graph aside, then make it the current one; only its owner may read one that holds own facts.

        Parameters
        ----------
        graph : KnowledgeGraph
            Becomes the one in use.
        built_at : str
            When it was built, ISO 8601.
        reports : Sequence[SourceReport]
            What became of each source, kept in the file.

        Returns
        -------
        Path
            The file.

        Raises
        ------
        StoreError
            When the folder cannot be written; the graph in use is unchanged.
        """
        target = self.path(graph.version)
        try:
            target.parent.mkdir(parents=True, exist_ok=True)
            private = any(is_own(source) for source in graph.sources.values())
            replace(target, packed(graph, built_at, reports), PRIVATE if private else PUBLIC)
            write_pointer(self.folder, graph.version)
            self._clean(graph.version)
        except OSError as error:
            raise StoreError(f"cannot write the graph to {self.folder}: {error}") from error
        return target

    def use(self, beginning: str) -> StoredGraph:
        """Make a version at hand the current one.

        Parameters
        ----------
        beginning : str
            Of the version.

        Raises
        ------
        StoreError
            It is not at hand or damaged, or the pointer cannot be written; the graph in use is unchanged.
        """
        version = self.find(beginning)
        stored = self.read(version, checked=True)
        try:
            os.utime(self.path(version))  # it is among those that are kept longest
            write_pointer(self.folder, version)
        except OSError as error:
            raise StoreError(f"cannot write to {self.folder}: {error}") from error
        return stored

    def read(self, version: str | None = None, *, checked: bool = False) -> StoredGraph:
        """Read the current graph, or another version at hand.

        Parameters
        ----------
        version : str, optional
            Or its beginning.
        checked : bool
            Hash the content, and refuse it where it is not that of the version.

        Raises
        ------
        NoGraphError
            Nothing has been built yet.
        StoreError
            The file is missing or damaged.
        """
        if version is not None:
            found = self.find(version)
            try:
                return self._read(found, checked)
            except FileNotFoundError as error:
                raise StoreError(f"version {found[:12]} was removed from {self.folder} just now") from error
        while True:
            wanted = self.current()
            if wanted is None:
                raise NoGraphError(f"there is no graph in {self.folder}; run `supplygraph build`")
            try:
                return self._read(wanted, checked)
            except FileNotFoundError as error:
                if self.current() == wanted:  # else it was replaced, and removed, since the pointer was read
                    told = f"the version in use, {wanted[:12]}, is not in {self.folder}"
                    if any((self.folder / "graphs").glob(f"{wanted}.*")):
                        told = f"the version in use, {wanted[:12]}, was written by an earlier Supplygraph"
                    raise StoreError(f"{told}; {WAY_OUT}") from error

    def reports(self) -> tuple[SourceReport, ...]:
        """Return what the current graph was built from; nothing where there is none that can be read."""
        try:
            return read_header(self.path(str(self.current()))).reports
        except StoreError:
            return ()

    def _read(self, version: str, checked: bool) -> StoredGraph:
        stored = read_file(self.path(version), version)
        if checked and (found := stored.graph.content_hash()) != version:
            told = f"{self.path(version)} was changed: its content is that of version {found[:12]}"
            raise StoreError(f"{told}; {WAY_OUT}")
        return stored

    def _clean(self, current: str) -> None:
        for version in self.versions()[self._kept :]:
            if version != current:
                with suppress(PermissionError):  # Windows removes no file that a process serves from
                    self.path(version).unlink(missing_ok=True)
        for aside in left_behind((self.folder, self.folder / "graphs")):
            remove(aside)
