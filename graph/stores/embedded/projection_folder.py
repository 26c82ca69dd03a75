"""Projections on disk: one folder a graph version, made aside, whole or not there at all."""

import json
import os
import shutil
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cached_property
from importlib.metadata import version as package_version
from pathlib import Path
from typing import IO, cast

from graph.budget import Budget, checkpoint, current_budget
from graph.errors import StoreError, SupplygraphError
from graph.stores.property_graph.replace import WriteProgress, no_progress
from graph.stores.versions.store import VersionStore
from graph.stores.versions.version_file import read_header

FORMAT = 3
KEPT = 2
"""Projections kept on disk; any can be made again from the version's file."""
LOOKED = 0.1
"""Seconds between two looks at whether anybody still waits for a projection."""
_MARK = "whole.json"
_LEFT_BEHIND = 86_400.0  # seconds after which an unfinished projection has surely lost its builder


class ProjectionFolder:
    """The projections of the graph versions in a data folder.

    Parameters
    ----------
    data : Path
        Where the versions are. Projections stand in ``data/cypher``; where that cannot be written, in a
        temporary folder that ``close`` removes.
    """

    def __init__(self, data: Path) -> None:
        self._data = data
        self._temporary: Path | None = None
        self._beside = data / "cypher"

    @cached_property
    def base(self) -> Path:
        """The folder that holds the projections; made when it is first needed."""
        try:
            self._beside.mkdir(parents=True, exist_ok=True)
            with tempfile.TemporaryFile(dir=self._beside):
                return self._beside
        except OSError:
            self._temporary = Path(tempfile.mkdtemp(prefix="supplygraph-cypher-"))
            return self._temporary

    def find(self, version: str) -> Path | None:
        """Return the databases folder of a whole projection made by this engine and format, if there is one.

        Parameters
        ----------
        version : str
            The whole hash.

        Returns
        -------
        Path or None
            None where there is none, or one of another engine, format or day of building.
        """
        for base in filter(None, (self._beside, self._temporary)):
            folder = base / version
            try:
                mark = json.loads((folder / _MARK).read_text())
            except (OSError, ValueError, RecursionError):
                continue
            if mark == _mark(version, self._built_on(version)):
                return folder / "databases"
        return None

    def build(self, version: str, progress: WriteProgress = no_progress) -> Path:
        """Build the projection of a version aside, then put it in its place.

        Parameters
        ----------
        version : str
            Has to be among the versions of the data folder.
        progress : WriteProgress
            Told how many rows are written.

        Returns
        -------
        Path
            The databases folder of the projection, as ``find`` gives it.

        Raises
        ------
        StoreError
            When it cannot be built; nothing is left behind.
        """
        aside = Path(tempfile.mkdtemp(dir=self.base, prefix=".aside-"))
        try:
            self._run(version, aside, progress)
            _flush(aside, VersionStore(self._data).path(version).stat().st_mode)
            self._put(aside, version)
        finally:
            shutil.rmtree(aside, ignore_errors=True)
        self._prune(version)
        found = self.find(version)
        if found is None:
            raise StoreError(f"the Cypher projection of {version[:12]} was built and is not whole")
        return found

    def discard(self, version: str) -> None:
        """Remove a projection that turned out to be damaged.

        Parameters
        ----------
        version : str
            Nothing happens where it has no projection.
        """
        shutil.rmtree(self.base / version, ignore_errors=True)

    def close(self) -> None:
        """Remove what is temporary."""
        if self._temporary:
            shutil.rmtree(self._temporary, ignore_errors=True)

    def _built_on(self, version: str) -> str:
        """Return the day that a version was built, which decides what is current in its projection."""
        try:
            return read_header(VersionStore(self._data).path(version)).built_at[:10]
        except StoreError:
            return ""

    def _run(self, version: str, aside: Path, progress: WriteProgress) -> None:
        with subprocess.Popen(
            [sys.executable, "-m", "graph.stores.embedded.projection_process", self._data.absolute(), version, aside],
            stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
            cwd=Path(__file__).parents[3],
        ) as process, _ended_where_given_up(process):  # fmt: skip
            try:
                for line in cast(IO[str], process.stdout):
                    what, done, total = line.split()
                    progress(what, int(done), int(total))
            except BaseException:
                process.kill()
                raise
            complaint = cast(IO[str], process.stderr).read()
        if process.returncode:
            checkpoint("the projection built")
            last = complaint.strip().rpartition("\n")[2] or f"it ended with {process.returncode}"
            raise StoreError(f"the Cypher projection could not be built: {last}")

    def _put(self, aside: Path, version: str) -> None:
        target = self.base / version
        try:
            aside.rename(target)
        except OSError:  # something stands there: another process was faster, or it is damaged
            if self.find(version) is None:
                shutil.rmtree(target, ignore_errors=True)
                aside.rename(target)

    def _prune(self, current: str) -> None:
        for left in self.base.glob(".aside-*"):
            if time.time() - left.stat().st_mtime > _LEFT_BEHIND:
                shutil.rmtree(left, ignore_errors=True)
        folders = [folder for folder in self.base.iterdir() if (folder / _MARK).is_file()]
        folders.sort(key=lambda folder: folder.stat().st_mtime_ns, reverse=True)
        for folder in folders[KEPT:]:
            if folder.name != current:
                shutil.rmtree(folder, ignore_errors=True)


@contextmanager
def _ended_where_given_up(process: subprocess.Popen[str]) -> Iterator[None]:
    """End a process when nobody waits for it any more: it may say nothing for long while its engine starts."""
    budget, over = current_budget(), threading.Event()

    def watch(budget: Budget) -> None:
        try:
            while not over.wait(LOOKED):
                budget.check()
        except SupplygraphError:
            process.kill()

    if budget:
        threading.Thread(target=watch, args=(budget,), daemon=True).start()
    try:
        yield
    finally:
        over.set()


def mark_whole(folder: Path, version: str, built_at: str) -> None:
    """Say that the projection in a folder is whole.

    Parameters
    ----------
    folder : Path
        Of the projection, not of its databases.
    version : str
        Which it holds.
    built_at : str
        When that version was built, ISO 8601; the day is kept, because it decides what is ``current``.
    """
    (folder / _MARK).write_text(json.dumps(_mark(version, built_at[:10])))


def _mark(version: str, day: str) -> dict[str, object]:
    return {"version": version, "built_on": day, "format": FORMAT, "engine": package_version("arcadedb")}


def _flush(folder: Path, mode: int) -> None:
    """Bring the files to the disk, readable by those who may read the version's file."""
    readers = mode & 0o044
    folder.chmod(0o700 | readers | readers >> 2)
    for path in folder.rglob("*"):
        path.chmod(0o700 | readers | readers >> 2 if path.is_dir() else 0o600 | readers)
        if path.is_file():
            with path.open("rb") as file:
                os.fsync(file.fileno())
