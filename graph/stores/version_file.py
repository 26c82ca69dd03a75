"""The file of one version: a line about it, a line a fact, and last the digest of all lines before."""

import gzip
import hashlib
import json
import zlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from graph.errors import StoreError
from graph.facts import EdgeFact, Fact, NodeFact, Redirect, Source
from graph.knowledge_graph import KnowledgeGraph
from graph.source_report import SourceReport
from graph.stores.pointer import WAY_OUT

FORMAT = 2
READ = (1, 2)
"""Formats that this program reads: files of the first have no digest."""
_DIGEST = "\nd"
_DAMAGE = (OSError, EOFError, ValueError, LookupError, TypeError, AttributeError, RecursionError, zlib.error)
"""What reading a file raises that is not as it was written."""


@dataclass(frozen=True, eq=False)
class StoredGraph:
    """A graph and the report of the build that made it."""

    graph: KnowledgeGraph
    built_at: str
    reports: tuple[SourceReport, ...]


@dataclass(frozen=True)
class Header:
    """What the file of a version says of itself."""

    format: int
    version: str
    built_at: str
    reports: tuple[SourceReport, ...]

    @classmethod
    def of(cls, content: dict[str, object]) -> "Header":
        """Read the first line of a file."""
        if content["format"] not in READ:
            raise ValueError(f"format {content['format']}, this program reads {FORMAT}")
        reports = content["reports"]
        if not isinstance(reports, list):
            raise TypeError("reports are a list")
        return cls(
            FORMAT, str(content["version"]), str(content["built_at"]),
            tuple(SourceReport.model_validate(report) for report in reports),
        )  # fmt: skip


def packed(graph: KnowledgeGraph, built_at: str, reports: Sequence[SourceReport]) -> bytes:
    """Return the content of the file of a graph, compressed."""
    text = "\n".join(_lines(graph, built_at, reports)).encode()
    return gzip.compress(text + f"{_DIGEST}{hashlib.sha256(text).hexdigest()}".encode(), 3, mtime=0)


def read_header(file: Path) -> Header:
    """Return what a file says of itself, without reading all of it.

    Raises
    ------
    StoreError
        It cannot be read.
    """
    try:
        with gzip.open(file) as stream:
            return Header.of(json.loads(stream.readline()))
    except _DAMAGE as error:
        raise _damaged(file, error) from error


def read_file(file: Path, version: str) -> StoredGraph:
    """Read the file of a version.

    Raises
    ------
    FileNotFoundError
        There is none.
    StoreError
        It is damaged.
    """
    try:
        stored = _parse(_lines_of(file.read_bytes()))
        if stored.graph.version != version:
            raise ValueError(f"it holds version {stored.graph.version[:12]}")
    except FileNotFoundError:
        raise
    except _DAMAGE as error:
        raise _damaged(file, error) from error
    return stored


def _damaged(file: Path, error: BaseException) -> StoreError:
    told = (str(error) or type(error).__name__).partition("\n")[0]
    return StoreError(f"{file} is damaged ({told}); {WAY_OUT}")


def _lines_of(content: bytes) -> list[str]:
    text, mark, digest = gzip.decompress(content).rpartition(_DIGEST.encode())
    if not mark:
        return digest.decode().split("\n")  # of the first format
    if hashlib.sha256(text).hexdigest() != digest.decode():
        raise ValueError("its digest is not that of its content")
    return text.decode().split("\n")


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
    header = Header.of(json.loads(lines[0]))
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
    return StoredGraph(KnowledgeGraph.restore(facts, header.version), header.built_at, header.reports)
