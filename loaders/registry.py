"""The sources, found by their folders, and the one way to read them all.

To add a source: a folder with ``source.toml`` and ``loader.py``. Nothing shared is edited.
"""

import time
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from importlib import import_module
from pathlib import Path

from graph.errors import BuildError, Fault, SourceError
from graph.facts import Fact, Redirect, kind_of_fact
from graph.source_report import SourceReport
from loaders.reading import Reader
from loaders.redirects import redirects
from loaders.source import FILE, Metadata, SourceSpec

ROOM = Path(__file__).parent


def find_sources(room: Path = ROOM, package: str = "loaders") -> tuple[SourceSpec, ...]:
    """Find the sources of a folder: what is shipped first, then by name, whatever the order of the files on disk.

    Parameters
    ----------
    room : Path
        Folder with a folder a source.
    package : str
        The package that this folder is.

    Raises
    ------
    SourceError
        When a ``source.toml`` is wrong.
    """
    found = [
        SourceSpec(
            path.parent.name.replace("_", "-"), import_module(f"{package}.{path.parent.name}.loader").load, path.parent
        )
        for path in room.glob(f"*/{FILE}")
    ]
    return tuple(sorted(found, key=lambda spec: (spec.feed is not None, spec.dataset)))


SOURCES = find_sources()


@dataclass
class Collected:
    """Facts of all sources, and what was taken from each."""

    facts: list[Fact] = field(default_factory=list)
    reports: list[SourceReport] = field(default_factory=list)


def collect(
    feeds: Path | None,
    *,
    noncommercial: bool,
    unverified: bool,
    only: set[str] | None = None,
    progress: Callable[[str, int, int], None] | None = None,
    sources: Sequence[SourceSpec] = SOURCES,
) -> Collected:
    """Read every source at hand.

    Parameters
    ----------
    feeds : Path or None
        Folder with upstream files, a folder a source.
    noncommercial, unverified : bool
        Admit sources on these terms; else they are left out and the report says so.
    only : set of str, optional
        Data sets to read; the others are not mentioned.
    progress : callable, optional
        Called with data set, sources done, sources in all.
    sources : sequence of SourceSpec

    Raises
    ------
    BuildError
        With the faults of all sources together.
    SourceError
        When ``only`` names a source that does not exist.
    """
    if only and (unknown := only - {spec.dataset for spec in sources}):
        known = ", ".join(spec.dataset for spec in sources)
        raise SourceError(f"no source {', '.join(sorted(unknown))}; there are {known}")
    wanted = [spec for spec in sources if only is None or spec.dataset in only]
    collected = Collected()
    faults: list[Fault] = []
    for done, spec in enumerate(wanted):
        if progress:
            progress(spec.dataset, done, len(wanted))
        metadata = spec.metadata
        reason = why_not(spec, metadata, feeds, noncommercial=noncommercial, unverified=unverified)
        if reason:
            collected.reports.append(_report(spec, metadata, reason=reason))
            continue
        started = time.perf_counter()
        reader, facts, found = read_source(spec, spec.folder(feeds))
        faults += found
        collected.facts += facts
        collected.reports.append(
            _report(spec, metadata, facts=facts, reader=reader, seconds=time.perf_counter() - started)
        )
    if faults:
        raise BuildError(faults)
    return collected


def read_source(spec: SourceSpec, folder: Path) -> tuple[Reader, list[Fact], list[Fault]]:
    """Read one source from a folder.

    Returns
    -------
    reader : Reader
        With the rows it read and those it counted out.
    facts : list[Fact]
    faults : list[Fault]
        Empty when the source is healthy: strict reading, every row accounted for, expected counts.
    """
    reader = spec.reader(folder)
    try:
        facts = list(spec.load(reader))
        facts += redirects(spec.home, reader, facts)
    except SourceError as error:
        return reader, [], [Fault(spec.dataset, "", str(error))]
    found = reader.faults or list(reader.unaccounted(facts))
    faults = [Fault(f"{spec.dataset}/{f.where}", f.field, f.message) for f in found]
    return reader, facts, [*faults, *_unexpected(spec, spec.metadata, facts)]


def why_not(
    spec: SourceSpec, metadata: Metadata, feeds: Path | None, *, noncommercial: bool, unverified: bool
) -> tuple[str, str] | None:
    """Return status and reason of a source that is not read; None when it is."""
    if metadata.noncommercial and not noncommercial:
        return "left out", (f"licence {metadata.licence} forbids commercial use; SUPPLYGRAPH_NONCOMMERCIAL=1 admits it")
    if metadata.unverified and not unverified:
        return "left out", "terms could not be read; SUPPLYGRAPH_UNVERIFIED=1 admits it"
    if spec.feed is not None and (feeds is None or not (feeds / spec.feed).is_dir()):
        return "missing", (
            f"no folder {spec.feed} among the upstream files; `supplygraph sync {spec.dataset}` fetches it, or "
            "set SUPPLYGRAPH_FEEDS"
        )
    return None


def _report(
    spec: SourceSpec,
    metadata: Metadata,
    *,
    facts: Sequence[Fact] = (),
    reader: Reader | None = None,
    seconds: float = 0.0,
    reason: tuple[str, str] | None = None,
) -> SourceReport:
    status, why = reason or ("loaded", None)
    dated = [f.source.published_on for f in facts if not isinstance(f, Redirect) and f.source.published_on]
    return SourceReport.model_validate(
        {
            "dataset": spec.dataset,
            "title": metadata.title,
            "publisher": metadata.publisher,
            "url": metadata.url,
            "licence": metadata.licence,
            "status": status,
            "reason": why,
            "cadence": metadata.cadence or None,
            "checked_on": metadata.checked_on or None,
            "newest": max(dated, default=None),
            "rows_read": len(reader.rows) if reader else 0,
            "rows_counted_out": dict(reader.counted_out) if reader else {},
            "facts": dict(Counter(kind_of_fact(fact) for fact in facts)),
            "seconds": round(seconds, 2),
        }
    )


def _unexpected(spec: SourceSpec, metadata: Metadata, facts: Sequence[Fact]) -> Iterator[Fault]:
    counts = Counter(kind_of_fact(fact) for fact in facts)
    for kind, expected in metadata.expected.items():
        if not expected.minimum <= counts[kind] <= expected.maximum:
            told = (
                f"{counts[kind]} facts of kind {kind}, expected {expected.minimum} to {expected.maximum}: "
                "the upstream has changed; look at it, then correct source.toml"
            )
            yield Fault(f"{spec.dataset}/source.toml", f"expected.{kind}", told)
