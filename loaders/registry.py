"""The explicit list of sources, and the one way to read them all.

To add a source: a folder with ``source.toml`` and ``loader.py``, and a line here.
"""

import time
import tomllib
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field

from graph.errors import BuildError, Fault, SourceError
from graph.facts import Fact, Redirect, kind_of_fact
from graph.source_report import SourceReport
from loaders.ai_diffusion import loader as ai_diffusion
from loaders.atlas import loader as atlas
from loaders.cloud_regions import loader as cloud_regions
from loaders.countries import loader as countries
from loaders.country_groups import loader as country_groups
from loaders.epoch_chip_counts import loader as epoch_chip_counts
from loaders.epoch_clusters import loader as epoch_clusters
from loaders.epoch_data_centers import loader as epoch_data_centers
from loaders.epoch_eci import loader as epoch_eci
from loaders.epoch_hardware import loader as epoch_hardware
from loaders.epoch_models import loader as epoch_models
from loaders.eto import loader as eto
from loaders.fetching import published
from loaders.llmledger import loader as llmledger
from loaders.models_dev import loader as models_dev
from loaders.openrouter_rankings import loader as openrouter_rankings
from loaders.reading import Reader
from loaders.redirects import redirects
from loaders.world_mining import loader as world_mining

Load = Callable[[Reader], Iterator[Fact]]
ROOM = Path(__file__).parent


class Expected(BaseModel):
    """How many facts of a kind a healthy source gives: fewer or more is a changed upstream."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    minimum: int
    maximum: int


class Metadata(BaseModel):
    """``source.toml``: what the data set is, and on which terms."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    title: str
    publisher: str
    url: str
    licence: str
    licence_url: str = ""
    cadence: str = ""
    checked_on: str = ""
    noncommercial: bool = False
    unverified: bool = False
    by_hand: str = Field(default="", description="why some or all of its files have no address")
    files: dict[str, Annotated[str, Field(pattern=r"^https?://")]] = Field(
        default={}, description="file -> address, for sync"
    )
    expected: dict[str, Expected] = {}


@dataclass(frozen=True)
class SourceSpec:
    """One source: its folder here, its folder under the feeds (None if shipped), and its loader.

    ``rows_dated``: its rows say themselves when they were published; else the date is the file's, which is the one that
    the loader states, or that of the file that `sync` fetched since.
    """

    dataset: str
    load: Load
    feed: str | None = None
    rows_dated: bool = False

    @property
    def home(self) -> Path:
        """The source's folder in this package."""
        return ROOM / self.dataset.replace("-", "_")

    @property
    def metadata(self) -> Metadata:
        """The contents of ``source.toml``."""
        return Metadata.model_validate(tomllib.loads((self.home / "source.toml").read_text(encoding="utf-8")))

    def folder(self, feeds: Path | None) -> Path:
        """Where its files are: among the upstream files, or shipped with the loader."""
        return self.home if self.feed is None or feeds is None else feeds / self.feed

    def refused(self, feeds: Path) -> Path:
        """Where `sync` keeps upstream files that could not be read, for a person to look at."""
        return feeds / f".refused-{self.dataset}"


SOURCES: tuple[SourceSpec, ...] = (
    SourceSpec("countries", countries.load),
    SourceSpec("atlas", atlas.load),
    SourceSpec("eto", eto.load, feed="eto-semiconductor"),
    SourceSpec("epoch-hardware", epoch_hardware.load, feed="epoch-models-hardware"),
    SourceSpec("epoch-models", epoch_models.load, feed="epoch-models-hardware"),
    SourceSpec("epoch-clusters", epoch_clusters.load, feed="epoch-gpu-clusters"),
    SourceSpec("epoch-data-centers", epoch_data_centers.load, feed="epoch-data-centers"),
    SourceSpec("epoch-chip-counts", epoch_chip_counts.load, feed="epoch-chip-counts"),
    SourceSpec("epoch-eci", epoch_eci.load, feed="epoch-eci"),
    SourceSpec("cloud-regions", cloud_regions.load, feed="cloud-regions"),
    SourceSpec("models-dev", models_dev.load, feed="models.dev"),
    SourceSpec("llmledger", llmledger.load, feed="llmledger"),
    SourceSpec("openrouter-rankings", openrouter_rankings.load, feed="openrouter-rankings", rows_dated=True),
    SourceSpec("ai-diffusion", ai_diffusion.load, feed="microsoft-ai-diffusion"),
    SourceSpec("country-groups", country_groups.load, feed="worldcountrygroups"),
    SourceSpec("world-mining", world_mining.load, feed="world-mining-data"),
)


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
    names = spec.home / "names.csv"
    dates = {} if spec.feed is None or spec.rows_dated else published(folder)
    reader = Reader(folder, names if names.is_file() else None, dates)
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
