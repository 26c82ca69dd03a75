"""Answers that commands keep on disk: an equal question is read back instead of computed again.

People look at a table, then ask for it again to filter it or to save it. One file an answer, named by all that it
follows from: the version of the graph, our code, the day, the question and its limits. None is ever out of date, only
unused.
"""

import hashlib
import json
import os
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path
from typing import Any

import api
import graph
from graph.stores.versions.files import PRIVATE, replace

SUFFIX = ".json"


class AnswerFiles:
    """Answers in a folder, the newest as far as room is.

    Parameters
    ----------
    folder : Path
        Made with the first answer. Where it cannot be written, answers are computed each time.
    most_bytes : int
        Of all files together; 0 keeps none.
    """

    def __init__(self, folder: Path, most_bytes: int) -> None:
        self._folder = folder
        self._most_bytes = most_bytes

    def get(self, follows_from: tuple[str, ...], make: Callable[[], Any]) -> Any:
        """Return an answer: the one at hand, or a new one, which is kept.

        Parameters
        ----------
        follows_from : tuple of str
            All that the answer follows from, but for our code.
        make : callable
            Computes it: something that JSON can hold.
        """
        if not self._most_bytes:
            return make()
        named = hashlib.sha256(json.dumps([_code(), *follows_from]).encode())
        file = self._folder / f"{named.hexdigest()}{SUFFIX}"
        with suppress(OSError, ValueError):  # none, or damaged: it is made anew
            return json.loads(file.read_bytes())
        answer = make()
        with suppress(OSError):
            self._keep(file, json.dumps(answer).encode())
        return answer

    def _keep(self, file: Path, content: bytes) -> None:
        """Write an answer, for its owner only as the graph may hold own facts; the oldest go where there is no room."""
        if len(content) > self._most_bytes or not self._folder.parent.is_dir():
            return
        self._folder.mkdir(exist_ok=True)
        replace(file, content, PRIVATE)
        files = [(one.stat(), one) for one in self._folder.glob(f"*{SUFFIX}")]
        room = self._most_bytes
        for status, one in sorted(files, key=lambda found: found[0].st_mtime_ns, reverse=True):
            room -= status.st_size
            if room < 0:
                one.unlink(missing_ok=True)


def _code() -> str:
    """Return what says that our code is the same: names, sizes and times of its files, which costs milliseconds."""
    said = sorted(found for package in (graph, api) for found in _files(Path(package.__path__[0])))
    return hashlib.sha256(json.dumps(said).encode()).hexdigest()


def _files(folder: Path) -> Iterator[tuple[str, int, int]]:
    with os.scandir(folder) as entries:
        for entry in entries:
            if entry.is_dir():
                if entry.name not in ("__pycache__", "static"):
                    yield from _files(Path(entry.path))
            else:
                status = entry.stat()
                yield entry.path, status.st_size, status.st_mtime_ns
