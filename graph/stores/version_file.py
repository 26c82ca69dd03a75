"""The file of one version: a zip of a header and of columns (``columns``), which ends with the digest of all before.

Any program that reads zip, JSON and ``.npy`` reads it; the same graph gives the same bytes. The digest is the comment
of the archive, its last bytes, so that the file says by itself whether it is whole.
"""

import gc
import hashlib
import io
import json
import struct
import zipfile
import zlib
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from pydantic import BaseModel

from graph.errors import StoreError
from graph.facts.fact import EdgeFact, Fact, NodeFact, Redirect, Source
from graph.facts.source_report import SourceReport
from graph.knowledge_graph import KnowledgeGraph
from graph.stores.columns import columns_of, facts_of
from graph.stores.pointer import WAY_OUT

FORMAT = 3
SUFFIX = ".graph.zip"
SECTIONS: Mapping[str, type[BaseModel]] = {
    "sources": Source, "nodes": NodeFact, "edges": EdgeFact, "redirects": Redirect,
}  # fmt: skip
_HEADER = "header.json"
_DIGEST = 64
"""Bytes of the digest."""
_DAMAGE = (OSError, EOFError, ValueError, LookupError, TypeError, AttributeError, RuntimeError, zipfile.BadZipFile,
           zlib.error, struct.error)  # fmt: skip
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

    version: str
    built_at: str
    reports: tuple[SourceReport, ...]

    @classmethod
    def of(cls, archive: zipfile.ZipFile) -> "Header":
        """Read it."""
        content = json.loads(archive.read(_HEADER))
        if content["format"] != FORMAT:
            raise ValueError(f"format {content['format']}, this program reads {FORMAT}")
        reports = content["reports"]
        if not isinstance(reports, list):
            raise TypeError("reports are a list")
        return cls(
            str(content["version"]), str(content["built_at"]),
            tuple(SourceReport.model_validate(report) for report in reports),
        )  # fmt: skip


def packed(graph: KnowledgeGraph, built_at: str, reports: Sequence[SourceReport]) -> bytes:
    """Return the content of the file of a graph."""
    facts = list(graph.facts())
    rows: Mapping[str, Sequence[BaseModel]] = {
        "sources": list(graph.sources.values()),
        "nodes": [fact for fact in facts if isinstance(fact, NodeFact)],
        "edges": graph.claims,
        "redirects": [fact for fact in facts if isinstance(fact, Redirect)],
    }
    header = {
        "format": FORMAT,
        "version": graph.version,
        "built_at": built_at,
        "reports": [report.model_dump(mode="json") for report in reports],
    }
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as archive:
        archive.comment = b" " * _DIGEST
        _add(archive, _HEADER, json.dumps(header, ensure_ascii=False).encode())
        for name, model in SECTIONS.items():
            values, numbers = columns_of(model, rows[name])
            array = io.BytesIO()
            np.lib.format.write_array(array, numbers, allow_pickle=False)
            _add(archive, f"{name}.json", values)
            _add(archive, f"{name}.npy", array.getvalue())
    content = file.getvalue()[:-_DIGEST]
    return content + hashlib.sha256(content).hexdigest().encode()


def read_header(file: Path) -> Header:
    """Return what a file says of itself, without reading all of it.

    Raises
    ------
    StoreError
        It cannot be read.
    """
    try:
        with zipfile.ZipFile(file) as archive:
            return Header.of(archive)
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
        stored = _opened(file.read_bytes())
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


def _opened(content: bytes) -> StoredGraph:
    if hashlib.sha256(memoryview(content)[:-_DIGEST]).hexdigest().encode() != content[-_DIGEST:]:
        raise ValueError("its digest is not that of its content")
    with zipfile.ZipFile(io.BytesIO(content)) as archive, _collector_at_rest():
        header = Header.of(archive)
        sources = {source.id: source for source in _section(archive, "sources", {})}
        facts: list[Fact] = [
            fact for name in ("nodes", "edges", "redirects") for fact in _section(archive, name, sources)
        ]
        return StoredGraph(KnowledgeGraph.restore(facts, header.version), header.built_at, header.reports)


def _section(archive: zipfile.ZipFile, name: str, sources: Mapping[str, Source]) -> list[Any]:
    numbers = np.lib.format.read_array(io.BytesIO(archive.read(f"{name}.npy")), allow_pickle=False)
    return facts_of(SECTIONS[name], archive.read(f"{name}.json"), numbers, sources)


def _add(archive: zipfile.ZipFile, name: str, content: bytes) -> None:
    entry = zipfile.ZipInfo(name)  # without the time of day: the same graph gives the same bytes
    entry.compress_type = zipfile.ZIP_DEFLATED
    archive.writestr(entry, content, compresslevel=3)


@contextmanager
def _collector_at_rest() -> Iterator[None]:
    """Keep the collector from walking over facts while they are made: none of them is garbage."""
    was = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was:
            gc.enable()
