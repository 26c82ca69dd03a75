"""The file of one version: a zip of a header and of columns (``columns``), which ends with the digest of all before.

Any program that reads zip, JSON and ``.npy`` reads it; the same graph gives the same bytes. The digest is the comment
of the archive, its last bytes, so that the file says by itself whether it is whole. Members are not compressed: the
file is mapped into memory, where processes that serve one version share it.
"""

import hashlib
import io
import json
import mmap
import struct
import zipfile
import zlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import BinaryIO

from pydantic import TypeAdapter

from graph.errors import StoreError
from graph.facts.fact import EdgeFact, NodeFact, Source
from graph.facts.source_report import SourceReport
from graph.knowledge_graph import KnowledgeGraph
from graph.stores.versions.columns import facts_of, members
from graph.stores.versions.pointer import WAY_OUT

FORMAT = 4
SUFFIX = ".graph.zip"
_HEADER, _SOURCES, _REDIRECTS = "header.json", "sources.json", "redirects.json"
_NODES, _EDGES = "nodes", "edges"
_DIGEST = 64
"""Bytes of the digest."""
_LENGTHS, _LENGTHS_AT = struct.Struct("<HH"), 26
"""Of its name and of what else comes before a member's content, and where its local header says so."""
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
class Counts:
    """How much a version holds; files of an earlier program do not say.

    Attributes
    ----------
    nodes, claims : int, optional
        Things, and claims about relations between them.
    """

    nodes: int | None = None
    claims: int | None = None


@dataclass(frozen=True)
class Header:
    """What the file of a version says of itself."""

    version: str
    built_at: str
    reports: tuple[SourceReport, ...]
    counts: Counts

    @property
    def name(self) -> str:
        """Name by which a version is cited: the day it was built and the beginning of its hash."""
        return cited(self.version, self.built_at)

    @property
    def sources(self) -> int:
        """Sources that were loaded."""
        return loaded(self.reports)

    @classmethod
    def of(cls, archive: zipfile.ZipFile) -> "Header":
        """Read it.

        Parameters
        ----------
        archive : zipfile.ZipFile
            Opened for reading.

        Raises
        ------
        ValueError
            It is of another format.
        KeyError, TypeError
            It is no header of ours.
        """
        content = json.loads(archive.read(_HEADER))
        if content["format"] != FORMAT:
            raise ValueError(f"format {content['format']}, this program reads {FORMAT}")
        reports = content["reports"]
        if not isinstance(reports, list):
            raise TypeError("reports are a list")
        return cls(
            str(content["version"]), str(content["built_at"]),
            tuple(SourceReport.model_validate(report) for report in reports), Counts(**content.get("counts", {})),
        )  # fmt: skip


def cited(version: str, built_at: str) -> str:
    """Return the name by which a version is cited, like ``2026-11-25-4c66410f3a21``.

    Parameters
    ----------
    version : str
        Its hash.
    built_at : str
        When, in ISO 8601; left out of the name where it is no such time.
    """
    try:
        day = datetime.fromisoformat(built_at).date().isoformat()
    except ValueError:
        return version[:12]
    return f"{day}-{version[:12]}"


def loaded(reports: Iterable[SourceReport]) -> int:
    """Count the sources that a build took up.

    Parameters
    ----------
    reports : Iterable[SourceReport]
        Of all sources, whatever became of them.
    """
    return sum(report.status == "loaded" for report in reports)


def packed(graph: KnowledgeGraph, built_at: str, reports: Sequence[SourceReport]) -> bytes:
    """Return the content of the file of a graph.

    Parameters
    ----------
    graph : KnowledgeGraph
        Its facts in their order, sources and redirects.
    built_at : str
        When it was built, ISO 8601.
    reports : Sequence[SourceReport]
        What became of each source.

    Returns
    -------
    bytes
        The same for the same graph, time and reports.
    """
    header = {
        "format": FORMAT,
        "version": graph.version,
        "built_at": built_at,
        "counts": {"nodes": len(graph.nodes), "claims": len(graph.claims)},
        "reports": [report.model_dump(mode="json") for report in reports],
    }
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as archive:
        archive.comment = b" " * _DIGEST
        _add(archive, _HEADER, json.dumps(header, ensure_ascii=False).encode())
        sources = TypeAdapter(list[Source]).dump_json(list(graph.sources.values()))
        redirects = TypeAdapter(dict[str, str]).dump_json(dict(sorted(graph.redirects.items())))
        _add(archive, _SOURCES, sources)
        _add(archive, _REDIRECTS, redirects)
        for part, facts in ((_NODES, graph.nodes.facts), (_EDGES, graph.claims)):
            for name, content in members(facts):
                _add(archive, f"{part}/{name}", content)
    whole = file.getbuffer()[:-_DIGEST]
    return b"".join((whole, hashlib.sha256(whole).hexdigest().encode()))


def read_header(file: Path) -> Header:
    """Return what a file says of itself, without reading all of it.

    Parameters
    ----------
    file : Path
        Of any version; the digest is not checked.

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

    Parameters
    ----------
    file : Path
        Mapped into memory, and not to be changed as long as the graph is used.
    version : str
        The whole hash; a file that holds another is damaged.

    Raises
    ------
    FileNotFoundError
        There is none.
    StoreError
        It is damaged.
    """
    try:
        with file.open("rb") as opened:
            stored = _opened(opened)
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


def _opened(file: BinaryIO) -> StoredGraph:
    view = memoryview(mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ))
    if hashlib.sha256(view[:-_DIGEST]).hexdigest().encode() != view[-_DIGEST:]:
        raise ValueError("its digest is not that of its content")
    with zipfile.ZipFile(file) as archive:
        header = Header.of(archive)
        sources = {one.id: one for one in TypeAdapter(list[Source]).validate_json(archive.read(_SOURCES))}
        redirects = TypeAdapter(dict[str, str]).validate_json(archive.read(_REDIRECTS))
        nodes = facts_of(NodeFact, lambda name: _member(archive, view, f"{_NODES}/{name}"), sources)
        claims = facts_of(EdgeFact, lambda name: _member(archive, view, f"{_EDGES}/{name}"), sources)
        return StoredGraph(KnowledgeGraph.of(header.version, nodes, claims, redirects), header.built_at, header.reports)


_ALIGNED = 64
"""Content begins at multiples of it, so that arrays are used where they are."""
_FIELD, _PADDING = struct.Struct("<2H"), 0xD935
"""An extra field of a member: what it is and how long; the number is the one under which others pad too."""


def _member(archive: zipfile.ZipFile, view: memoryview, name: str) -> memoryview:
    """Return the content of a member where it is in the file."""
    entry = archive.getinfo(name)
    if entry.compress_type != zipfile.ZIP_STORED:
        raise ValueError(f"{name} is compressed")
    named, extra = _LENGTHS.unpack_from(view, entry.header_offset + _LENGTHS_AT)
    begin = entry.header_offset + _LENGTHS_AT + _LENGTHS.size + named + extra
    return view[begin : begin + entry.file_size]


def _add(archive: zipfile.ZipFile, name: str, content: bytes) -> None:
    member = zipfile.ZipInfo(name)  # without the time of day: the same graph gives the same bytes
    begin = archive.start_dir + _LENGTHS_AT + _LENGTHS.size + len(name.encode()) + _FIELD.size
    padding = -begin % _ALIGNED
    member.extra = _FIELD.pack(_PADDING, padding) + bytes(padding)
    archive.writestr(member, content)
