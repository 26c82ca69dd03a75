"""Computing power by country, from one data set at a time: clusters, frontier sites, owners' holdings.

Three samples of one world, gathered by different rules. They are never added up: what stands in two would count twice,
and a country that one of them sees badly would look small in the sum. Each stands beside what others have published of
the same population, with the reasons why the figures differ.
"""

from collections import defaultdict
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date

from pydantic import Field

from graph.analysis.results import Result, Row
from graph.analysis.series.compute_owners import compute_owners
from graph.analysis.series.results import PublishedFigure, published_figures
from graph.facts.nodes import Node
from graph.node_ids import EntityId
from graph.ontology import EdgeKind, NodeKind
from graph.snapshots.snapshot import Snapshot
from graph.supply.compute import ABSENT

CLUSTERS = "epoch-clusters"
TOPIC = "compute-by-country"
REFERENCE, WORLD = "reference-count", "World"
ENOUGH = 0.5
"""Of a sample of which fewer units have a size no share is told."""


class CountryPower(Row):
    """What one country has of a sample."""

    country: EntityId
    name: str
    value: float = Field(description="H100 equivalents")
    share: float = Field(description="of the sample, what stands nowhere known included")
    at_most: float = Field(description="the same, had it all that no source places")
    units: int | None = Field(description="sites; null for owners")


class ComputeSample(Row):
    """One data set's count, and what has been published of the same population."""

    sample: str
    population: str = Field(description="what is counted, and by which rules")
    basis: str = Field(description="how a country is found")
    value: float | None = Field(description="H100 equivalents in all; null where too little is known")
    units: int | None = Field(description="sites with a known size; null for owners")
    without_size: int = Field(description="sites of no known size: in no figure")
    undated: int = Field(
        default=0, description="sites of which no source says that they stood by the day: in no figure"
    )
    about: str = Field(description="the day or quarter that it is of")
    countries: tuple[CountryPower, ...] = Field(description="the largest first")
    published: tuple[PublishedFigure, ...] = Field(description="of the same population, by others")
    differs: str = Field(description="why ours and the published figures are not the same number")
    reason: str | None = Field(default=None, description="why there are no shares")


class ComputeByCountry(Result):
    """Samples side by side; they are not to be added up."""

    unit: str = "H100 equivalents"
    samples: tuple[ComputeSample, ...]
    world: tuple[PublishedFigure, ...] = Field(
        default=(), description="what others put the whole world at: how much of it a sample may be"
    )


@dataclass(frozen=True)
class _Sites:
    """A sample of sites: which there are, how large each is, and what is said of it."""

    name: str
    population: str
    differs: str
    beside: str
    size: Callable[[Node], float | bool | None]


def compute_by_country(snapshot: Snapshot, country: str | None = None) -> tuple[ComputeByCountry, tuple[Node, ...]]:
    """Return the samples and the nodes they rest on.

    Parameters
    ----------
    snapshot : Snapshot
        Sites that stand on its day count where they stand; holdings where their owner is, through its lens.
    country : str, optional
        Only its rows; shares stay those of the whole.
    """
    published, beside = published_figures(snapshot, (TOPIC,))
    samples, nodes = [], list(beside)
    for kind in _SITES:
        sample, used = _of_sites(snapshot, kind, published, country)
        samples.append(sample)
        nodes += used
    owners, said = _of_owners(snapshot, published, country)
    counts, counted = published_figures(snapshot, (REFERENCE,))
    result = ComputeByCountry(
        samples=(*samples, owners),
        world=tuple(one for one in counts if one.subject == WORLD and (one.unit or "").startswith("H100 equivalents")),
        assumptions=("the samples overlap and are never added up",),
    )
    return result, (*nodes, *said, *counted)


def _standard(node: Node) -> float | bool | None:
    """Return the size of a cluster of the standard set; False where it is not of it."""
    for fact in node.facts:
        known = fact.properties
        if fact.source.dataset == CLUSTERS and known.get("standard_analysis") is True:
            return _number(known) if known.get("status") not in ABSENT else False
    return False


def _frontier(node: Node) -> float | bool | None:
    """Return the size of a large data centre; False of any other site."""
    known = node.properties
    return _number(known) if node.subtype == "data-centre" and known.get("status") not in ABSENT else False


def _number(known: Mapping[str, object]) -> float | None:
    size = known.get("h100_equivalents")
    return float(size) if isinstance(size, (int, float)) and size > 0 else None


_SITES = (
    _Sites(
        name="clusters",
        population="clusters of Epoch AI's standard set that exist on the day, each in its latest phase",
        differs="the published study counts 16-bit operations of clusters up to 2025-05; here a cluster weighs H100 "
        "equivalents, which favour newer chips, and phases that a later one supersedes are left out. Chinese clusters "
        "are anonymised upstream and seen worst",
        beside="statement:compute-clusters-",
        size=_standard,
    ),
    _Sites(
        name="frontier sites",
        population="large data centres in the graph that stand on the day, chosen for their size",
        differs="no study counts shares of this sample: it follows announcements of the largest sites, which are "
        "American, and says nothing of the rest",
        beside="statement:compute-frontier-",
        size=_frontier,
    ),
)


def _of_sites(
    snapshot: Snapshot, kind: _Sites, published: list[PublishedFigure], country: str | None
) -> tuple[ComputeSample, list[Node]]:
    held: dict[str | None, list[float]] = defaultdict(list)
    used, without, undated = [], 0, 0
    for node in snapshot.nodes.of(NodeKind.FACILITY):
        if (size := kind.size(node)) is False:
            continue
        if not _stood_by(node, snapshot.as_of):
            undated += 1
            continue
        used.append(node)
        if size is None:
            without += 1
        else:
            held[_stands_in(snapshot, node.id)].append(float(size))
    sized = sum(map(len, held.values()))
    reason = None
    if not used:
        later = f"of {undated} sites known later no source says that they stood on {snapshot.as_of}"
        reason = later if undated else "no data set of this graph has it"
    elif sized < ENOUGH * len(used):
        reason = f"withheld: the size of {sized} of {len(used)} sites is known"
    sums = {place: (sum(sizes), len(sizes)) for place, sizes in held.items()}
    sample = ComputeSample(
        sample=kind.name,
        population=kind.population,
        basis="where the machines stand",
        value=None if reason else sum(value for value, _ in sums.values()),
        units=sized,
        without_size=without,
        undated=undated,
        about=str(snapshot.as_of),
        countries=() if reason else _rows(snapshot, sums, country),
        published=_beside(published, kind.beside),
        differs=kind.differs,
        reason=reason,
    )
    return sample, used


def _stood_by(node: Node, day: date) -> bool:
    """Say whether a site is dated, or some source that has it was published or read by a day.

    What stands today did not stand on every day before; a source without any date is taken at its word.
    """
    told = (fact.valid_from or fact.source.known_from or fact.source.retrieved_on for fact in node.facts)
    return node.begins is not None or any(first is None or first <= day for first in told)


def _stands_in(snapshot: Snapshot, site: str) -> str | None:
    return next(iter(snapshot.edges.ends(site, EdgeKind.LOCATED_IN)), None)


def _rows(
    snapshot: Snapshot, sums: Mapping[str | None, tuple[float, int]], country: str | None
) -> tuple[CountryPower, ...]:
    whole = sum(value for value, _ in sums.values())
    unplaced = sums.get(None, (0.0, 0))[0]
    rows = [
        CountryPower(
            country=place, name=snapshot.nodes[place].name, value=value, share=value / whole,
            at_most=(value + unplaced) / whole, units=units,
        )
        for place, (value, units) in sums.items()
        if place is not None and country in (None, place)
    ]  # fmt: skip
    return tuple(sorted(rows, key=lambda row: (-row.value, row.country)))


def _of_owners(
    snapshot: Snapshot, published: list[PublishedFigure], country: str | None
) -> tuple[ComputeSample, tuple[Node, ...]]:
    """Return what owners of each country hold at the end of the newest quarter whose whole is known."""
    found, nodes = compute_owners(snapshot)
    newest = max((one.period for one in found.countries), default=None)
    rows = [
        CountryPower(
            country=one.country, name=snapshot.nodes[one.country].name, value=one.value, share=one.share,
            at_most=one.at_most, units=None,
        )
        for one in found.countries
        if one.period == newest and country in (None, one.country)
    ]  # fmt: skip
    whole = sum(row.counted for row in found.rows if row.period == newest)
    sample = ComputeSample(
        sample="owners",
        population=found.denominator,
        basis="who controls the owner, wherever the machines stand",
        value=whole or None,
        units=None,
        without_size=0,
        about=newest or str(snapshot.as_of),
        countries=tuple(rows),
        published=_beside(published, "statement:compute-owners-"),
        differs="ours names each owner's controller through the lens; owners that the source does not name are in the "
        "whole and in no country. Chips of Huawei and other Chinese makers, and smuggled ones, are not in the count: "
        "China's share is understated",
        reason=None if newest else found.reason or "no quarter's whole is known",
    )
    return sample, nodes


def _beside(published: list[PublishedFigure], prefix: str) -> tuple[PublishedFigure, ...]:
    return tuple(figure for figure in published if figure.id.startswith(prefix))
