"""The sources, found by their folders, and the one way to read them all.

To add a source: a folder with ``source.toml`` and ``loader.py``. Nothing shared is edited.
"""

import time
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field, replace
from importlib import import_module
from pathlib import Path

from graph.errors import BuildError, Fault, SourceError
from graph.facts.fact import Fact, Redirect, kind_of_fact
from graph.facts.source_report import HeldBack, SourceReport
from loaders.checking import read_source
from loaders.names import Unmapped
from loaders.outlying import set_apart
from loaders.reading import Reader
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


def with_own_names(folder: Path | None, sources: Sequence[SourceSpec] = SOURCES) -> list[SourceSpec]:
    """Return the sources, reading a person's own reviewed names before those of this package.

    Parameters
    ----------
    folder : Path or None
        With a file ``<data set>.csv`` for each data set that has some.
    sources : sequence of SourceSpec

    Raises
    ------
    SourceError
        When there is no such folder, or a file in it is of no data set.
    """
    if folder is None:
        return list(sources)
    if not folder.is_dir():
        raise SourceError(f"SUPPLYGRAPH_NAMES: {folder} is not a folder")
    known = {spec.dataset for spec in sources}
    if unknown := sorted(path.name for path in folder.glob("*.csv") if path.stem not in known):
        raise SourceError(f"{folder / unknown[0]}: no data set of this name; there are {', '.join(sorted(known))}")
    return [replace(spec, own_names=folder) for spec in sources]


@dataclass
class Collected:
    """Facts of all sources, what was taken from each, and what is wrong with those that were refused."""

    facts: list[Fact] = field(default_factory=list)
    reports: list[SourceReport] = field(default_factory=list)
    faults: list[Fault] = field(default_factory=list)


def collect(
    feeds: Path | None,
    *,
    noncommercial: bool,
    unverified: bool,
    only: set[str] | None = None,
    progress: Callable[[str, int, int], None] | None = None,
    sources: Sequence[SourceSpec] = SOURCES,
) -> Collected:
    """Read every source at hand; one whose upstream files cannot be read is refused, and the others go on.

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
        What is shipped goes first: the facts of the others must make a graph with it.

    Raises
    ------
    BuildError
        With the faults of all sources together, when one of those that are shipped has any.
    SourceError
        When ``only`` names a source that does not exist.
    """
    if only and (unknown := only - {spec.dataset for spec in sources}):
        known = ", ".join(spec.dataset for spec in sources)
        raise SourceError(f"no source {', '.join(sorted(unknown))}; there are {known}")
    wanted = [spec for spec in sources if only is None or spec.dataset in only]
    whole = all(spec in wanted for spec in sources if spec.feed is None)
    collected = Collected()
    shipped: list[Fact] = []
    broken = False
    for done, spec in enumerate(wanted):
        if progress:
            progress(spec.dataset, done, len(wanted))
        reason = exclusion(spec, spec.metadata, feeds, noncommercial=noncommercial, unverified=unverified)
        if reason:
            collected.reports.append(_report(spec, reason=reason))
            continue
        started = time.perf_counter()
        reader, facts, faults = read_source(spec, spec.folder(feeds), shipped if whole and spec.feed else ())
        if faults:
            broken = broken or spec.feed is None
            collected.faults += faults
            collected.reports.append(_report(spec, reason=("refused", _summary(faults))))
            continue
        if spec.feed is None:
            shipped += facts
        collected.facts += facts
        seconds = time.perf_counter() - started
        collected.reports.append(_report(spec, facts=facts, reader=reader, seconds=seconds))
    if broken:
        raise BuildError(collected.faults)
    collected.facts = set_apart(collected.facts)
    return collected


def _summary(faults: Sequence[Fault], shown: int = 3) -> str:
    """Return the first faults as one line."""
    first = "; ".join(str(fault) for fault in sorted(faults)[:shown])
    return f"{len(faults)} fault(s): {first}{'; ...' if len(faults) > shown else ''}"


def exclusion(
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
    *,
    facts: Sequence[Fact] = (),
    reader: Reader | None = None,
    seconds: float = 0.0,
    reason: tuple[str, str] | None = None,
) -> SourceReport:
    status, why = reason or ("loaded", None)
    metadata = spec.metadata
    dated = [f.source.published_on for f in facts if not isinstance(f, Redirect) and f.source.published_on]
    return SourceReport.model_validate(
        metadata.model_dump(include={"title", "publisher", "url", "licence"})
        | {
            "dataset": spec.dataset,
            "status": status,
            "reason": why,
            "cadence": metadata.cadence or None,
            "checked_on": metadata.checked_on or None,
            "newest": max(dated, default=None),
            "rows_read": len(reader.rows) + len(reader.held) if reader else 0,
            "rows_counted_out": dict(reader.counted_out) if reader else {},
            "held_back": _held_back(reader.held.values()) if reader else [],
            "facts": dict(Counter(kind_of_fact(fact) for fact in facts)),
            "seconds": round(seconds, 2),
        }
    )


def _held_back(rows: Iterable[Unmapped]) -> list[HeldBack]:
    """Return the names for which rows are held back, each with the number of its rows."""
    counts = Counter((one.kind, one.raw) for one in rows)
    return [HeldBack(kind=kind, raw=raw, rows=count) for (kind, raw), count in sorted(counts.items())]
