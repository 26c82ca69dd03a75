"""Ties of place: what stands in a country, by whoever operates it and by whoever designed the chips inside.

A place belongs here to the country where it stands, whatever the lens; the lens says whose its operator is. Where
things stand is what the lens of territory asks, and of one site it is known: there the site itself counts, never the
average place of all that its operator runs.
"""

from collections.abc import Iterator

from graph.analysis.fragmentation.ties.entries import Supplied
from graph.analysis.fragmentation.ties.ledger import Ledger, in_equal_parts, incoming, outgoing
from graph.facts.edges import Edge
from graph.ontology import EdgeKind, Lens, NodeKind
from graph.snapshots.snapshot import Snapshot
from graph.supply.compute import stands

CLUSTERS = frozenset({"cluster"})
FRONTIER = frozenset({"data-centre"})
# Two samples of one world, gathered by different rules: what stands in both would count twice, so none adds them up.
CLOUD_REGION = frozenset({"cloud-region"})
SIZE_UNKNOWN = "{} sites have no figure of computing power and do not count under this weight"


def cloud_regions(snapshot: Snapshot, by_compute: bool) -> Ledger:
    """Return the cloud regions in each country by cloud provider.

    Parameters
    ----------
    snapshot : Snapshot
        Regions that stand on its day.
    by_compute : bool
        Asked of every tie and without effect here: each region counts one, its power is not published.
    """
    ledger = Ledger(snapshot.graph)
    for site in sites(snapshot, CLOUD_REGION):
        located = outgoing(snapshot, site, EdgeKind.LOCATED_IN)
        ledger.record({e.end: 1.0 for e in located}, site, 1.0, in_equal_parts(_run_by(snapshot, site, located)))
    return ledger


def cluster_operators(snapshot: Snapshot, by_compute: bool) -> Ledger:
    """Return the clusters in each country by operator, or by owner where none is named.

    Parameters
    ----------
    snapshot : Snapshot
        Clusters that stand on its day.
    by_compute : bool
        Count a cluster by its H100-equivalents instead of one; those without a figure are left out, and the ledger says
        how many.
    """
    return _operators(snapshot, CLUSTERS, by_compute)


def frontier_operators(snapshot: Snapshot, by_compute: bool) -> Ledger:
    """Return the large data centres in each country by operator, or by owner where none is named.

    Parameters
    ----------
    snapshot : Snapshot
        Data centres that stand on its day.
    by_compute : bool
        Count a data centre by its H100-equivalents instead of one; those without a figure are left out, and the ledger
        says how many.
    """
    return _operators(snapshot, FRONTIER, by_compute)


def cluster_chips(snapshot: Snapshot, by_compute: bool) -> Ledger:
    """Return the accelerators in each country's clusters by designer.

    Parameters
    ----------
    snapshot : Snapshot
        Clusters that stand on its day.
    by_compute : bool
        Count a cluster by its H100-equivalents instead of one; those without a figure are left out, and the ledger says
        how many.
    """
    return _chips(snapshot, CLUSTERS, by_compute)


def frontier_chips(snapshot: Snapshot, by_compute: bool) -> Ledger:
    """Return the accelerators in each country's large data centres by designer.

    Parameters
    ----------
    snapshot : Snapshot
        Data centres that stand on its day.
    by_compute : bool
        Count a data centre by its H100-equivalents instead of one; those without a figure are left out, and the ledger
        says how many.
    """
    return _chips(snapshot, FRONTIER, by_compute)


def _operators(snapshot: Snapshot, sample: frozenset[str], by_compute: bool) -> Ledger:
    ledger = Ledger(snapshot.graph)
    for site, size in _sized(snapshot, ledger, sample, by_compute):
        located = outgoing(snapshot, site, EdgeKind.LOCATED_IN)
        operators = _run_by(snapshot, site, located)
        owners = [(e.end, (*located, e)) for e in outgoing(snapshot, site, EdgeKind.PART_OF)]
        ledger.record({e.end: 1.0 for e in located}, site, size, in_equal_parts(operators or owners))
    return ledger


def _run_by(snapshot: Snapshot, site: str, located: list[Edge]) -> list[tuple[str, tuple[Edge, ...]]]:
    """Return who runs a site, each with the edges that say so; where places count, the site itself."""
    if snapshot.lens is Lens.TERRITORY:
        return [(site, tuple(located))]
    return [(e.start, (*located, e)) for e in incoming(snapshot, site, EdgeKind.OPERATES)]


def _chips(snapshot: Snapshot, sample: frozenset[str], by_compute: bool) -> Ledger:
    ledger = Ledger(snapshot.graph)
    for site, size in _sized(snapshot, ledger, sample, by_compute):
        located = outgoing(snapshot, site, EdgeKind.LOCATED_IN)
        ledger.record({e.end: 1.0 for e in located}, site, size, _designers(snapshot, site, located))
    return ledger


def h100_equivalents(snapshot: Snapshot) -> dict[str, float]:
    """Return the known computing power of each country's clusters, in H100-equivalents.

    Parameters
    ----------
    snapshot : Snapshot
        Clusters that stand on its day; a country none of whose clusters has a figure is not in the answer.
    """
    power: dict[str, float] = {}
    for site in sites(snapshot, CLUSTERS):
        size = _size(snapshot, site)
        for located in outgoing(snapshot, site, EdgeKind.LOCATED_IN):
            if size is not None:
                power[located.end] = power.get(located.end, 0.0) + size
    return power


def sites(snapshot: Snapshot, subtypes: frozenset[str]) -> list[str]:
    """Return sites that stand; what is only planned, or kept out of its source's own analysis, does not.

    A project of which a campus stands counts through its campuses: its own figures are theirs.

    Parameters
    ----------
    snapshot : Snapshot
        Facilities that exist on its day.
    subtypes : frozenset[str]
        Subtypes of facility, such as ``cloud_region``.
    """
    nodes, edges = snapshot.graph.nodes, snapshot.edges
    standing = nodes.subtypes.array(subtypes.__contains__, bool)
    standing &= nodes.property("status").array(stands, bool)
    standing &= nodes.property("standard_analysis").array(lambda used: used is not False, bool)
    campuses = edges.of_kind(EdgeKind.CAMPUS_OF)
    standing[edges.end[campuses.start : campuses.stop]] = False
    there = snapshot.nodes.places_of(NodeKind.FACILITY)
    return [nodes.ids[place] for place in there[standing[there]].tolist()]


def _sized(snapshot: Snapshot, ledger: Ledger, sample: frozenset[str], by_compute: bool) -> Iterator[tuple[str, float]]:
    """Yield sites with the amount they count for: one each, or their computing power where it is known."""
    unknown = 0
    for site in sites(snapshot, sample):
        size = _size(snapshot, site) if by_compute else 1.0
        if size is None:
            unknown += 1
        else:
            yield site, size
    if unknown:
        ledger.assumptions.append(SIZE_UNKNOWN.format(unknown))


def _size(snapshot: Snapshot, site: str) -> float | None:
    size = snapshot.nodes.property(site, "h100_equivalents")
    return float(size) if isinstance(size, (int, float)) and size > 0 else None


def _designers(snapshot: Snapshot, site: str, located: list[Edge]) -> list[Supplied]:
    """Split a site over the designers of its chips: by their number where every kind has one, else equally."""
    hosted = outgoing(snapshot, site, EdgeKind.HOSTS)
    counts = [edge.claim.quantity for edge in hosted]
    counted = all(counts)
    total = sum(count or 0.0 for count in counts)
    found: dict[str, Supplied] = {}
    for edge, count in zip(hosted, counts, strict=True):
        part = (count or 0.0) / total if counted else 1 / len(hosted)
        designers = outgoing(snapshot, edge.end, EdgeKind.DESIGNED_BY)
        for designed in designers:
            before = found.get(designed.end)
            found[designed.end] = Supplied(
                supplier=designed.end,
                share=part / len(designers) + (before.share if before else 0.0),
                edges=((*before.edges, edge, designed) if before else (*located, edge, designed)),
                split="" if counted or len(hosted) == 1 else "kinds of chip",
            )
    return list(found.values())
