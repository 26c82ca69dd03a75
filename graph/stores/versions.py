"""The store on disk: one immutable file a version, and a pointer to the current one.

``graphs/<version>.jsonl.gz`` holds a graph; ``current`` holds the version in use and the digest of its file.
Both are written aside, flushed to disk and renamed, so that at any moment the old or the new graph is there,
whole. The newest few versions are kept for ``supplygraph diff``.
"""

import gzip
import hashlib
import json
import os
import tempfile
import zlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from graph.errors import NoGraphError, StoreError
from graph.facts import EdgeFact, Fact, NodeFact, Redirect, Source
from graph.knowledge_graph import KnowledgeGraph
from graph.source_report import SourceReport

FORMAT = 1
KEPT = 5
"""Versions kept on disk."""


@dataclass(frozen=True, eq=False)
class StoredGraph:
    """A graph and the report of the build that made it."""

    graph: KnowledgeGraph
    built_at: str
    reports: tuple[SourceReport, ...]


class VersionStore:
    """Graph versions in a folder.

    Parameters
    ----------
    folder : Path
        Made when the first graph is written; reading needs no write rights.
    """

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def close(self) -> None:
        """Do nothing: files are open only while they are read."""

    def path(self, version: str) -> Path:
        """Return the file of a version."""
        return self.folder / "graphs" / f"{version}.jsonl.gz"

    def current(self) -> str | None:
        """Return the version that the pointer names, None before the first build."""
        try:
            return str(json.loads((self.folder / "current").read_text())["version"])
        except FileNotFoundError:
            return None
        except (ValueError, KeyError) as error:
            raise StoreError(f"{self.folder / 'current'} is damaged ({error}); run `supplygraph build`") from error

    def versions(self) -> list[str]:
        """Return the versions at hand, newest first."""
        files = (self.folder / "graphs").glob("*.jsonl.gz")
        ordered = sorted(files, key=lambda file: file.stat().st_mtime_ns, reverse=True)
        return [file.name.removesuffix(".jsonl.gz") for file in ordered]

    def write(self, graph: KnowledgeGraph, built_at: str, reports: Sequence[SourceReport] = ()) -> Path:
        """Write a graph aside, then make it the current one.

        Raises
        ------
        StoreError
            When the folder cannot be written; the graph in use is unchanged.
        """
        target = self.path(graph.version)
        try:
            target.parent.mkdir(parents=True, exist_ok=True)
            content = gzip.compress("\n".join(_lines(graph, built_at, reports)).encode(), 3, mtime=0)
            _replace(target, content)
            pointer = {"version": graph.version, "sha256": hashlib.sha256(content).hexdigest()}
            _replace(self.folder / "current", json.dumps(pointer).encode())
            self._prune(graph.version)
        except OSError as error:
            raise StoreError(f"cannot write the graph to {self.folder}: {error}") from error
        return target

    def read(self, version: str | None = None) -> StoredGraph:
        """Read the current graph, or another version at hand.

        Raises
        ------
        NoGraphError
            Nothing has been built yet.
        StoreError
            The file is missing or damaged.
        """
        wanted = version or self.current()
        if wanted is None:
            raise NoGraphError(f"there is no graph in {self.folder}; run `supplygraph build`")
        try:
            packed = self.path(wanted).read_bytes()
        except FileNotFoundError as error:
            near = [v for v in self.versions() if v.startswith(wanted)]
            if version and len(near) == 1:
                return self.read(near[0])
            known = ", ".join(v[:12] for v in self.versions()) or "none"
            raise StoreError(f"version {wanted[:12]} is not in {self.folder}; at hand: {known}") from error
        if version is None:
            self._verify(packed)
        try:
            return _parse(gzip.decompress(packed).decode().split("\n"))
        except (OSError, EOFError, ValueError, KeyError) as error:
            raise StoreError(f"{self.path(wanted)} is damaged ({error}); run `supplygraph build`") from error

    def reports(self) -> tuple[SourceReport, ...]:
        """Return what the current graph was built from; nothing where there is none that can be read."""
        try:
            with gzip.open(self.path(str(self.current()))) as stream:
                header = json.loads(stream.readline())
            return tuple(SourceReport.model_validate(report) for report in header["reports"])
        except (StoreError, OSError, EOFError, ValueError, KeyError, TypeError, zlib.error):
            return ()

    def _verify(self, packed: bytes) -> None:
        expected = json.loads((self.folder / "current").read_text()).get("sha256")
        if hashlib.sha256(packed).hexdigest() != expected:
            raise StoreError(f"the current graph in {self.folder} is damaged; run `supplygraph build`")

    def _prune(self, current: str) -> None:
        for version in self.versions()[KEPT:]:
            if version != current:
                self.path(version).unlink(missing_ok=True)


def _replace(target: Path, content: bytes) -> None:
    with tempfile.NamedTemporaryFile(dir=target.parent, prefix=".aside-", delete=False) as aside:
        try:
            aside.write(content)
            aside.flush()
            os.fsync(aside.fileno())
            os.chmod(aside.name, 0o644)
            os.replace(aside.name, target)
        except BaseException:
            Path(aside.name).unlink(missing_ok=True)
            raise
    folder = os.open(target.parent, os.O_RDONLY)
    try:
        os.fsync(folder)
    finally:
        os.close(folder)


def _lines(graph: KnowledgeGraph, built_at: str, reports: Sequence[SourceReport]) -> Iterator[str]:
    header = {
        "format": FORMAT,
        "version": graph.version,
        "built_at": built_at,
        "reports": [report.model_dump(mode="json") for report in reports],
    }
    yield json.dumps(header, ensure_ascii=False)
    for source in graph.sources.values():
        yield "s" + source.model_dump_json(exclude_defaults=True)
    for fact in graph.facts():
        if isinstance(fact, Redirect):
            yield "r" + fact.model_dump_json()
        else:
            mark = "n" if isinstance(fact, NodeFact) else "e"
            content = fact.model_dump(mode="json", exclude={"source"}, exclude_defaults=True)
            yield mark + json.dumps(content | {"source": fact.source.id}, ensure_ascii=False)


def _parse(lines: Sequence[str]) -> StoredGraph:
    header = json.loads(lines[0])
    if header["format"] != FORMAT:
        raise ValueError(f"format {header['format']}, this program reads {FORMAT}")
    sources: dict[str, Source] = {}
    facts: list[Fact] = []
    for line in lines[1:]:
        mark, content = line[0], json.loads(line[1:])
        if mark == "s":
            source = Source.model_validate(content)
            sources[source.id] = source
        elif mark == "r":
            facts.append(Redirect.model_validate(content))
        else:
            content["source"] = sources[content["source"]]
            model = NodeFact if mark == "n" else EdgeFact
            facts.append(model.model_validate(content))
    reports = tuple(SourceReport.model_validate(report) for report in header["reports"])
    return StoredGraph(KnowledgeGraph.restore(facts, header["version"]), header["built_at"], reports)
