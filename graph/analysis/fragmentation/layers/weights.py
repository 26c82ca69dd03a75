"""What a country counts for in an average over countries: a choice that every answer states."""

from collections.abc import Mapping
from enum import StrEnum

from graph.analysis.fragmentation.ties.ledger import outgoing
from graph.analysis.fragmentation.ties.sites import CLOUD_REGION, h100_equivalents, sites
from graph.ontology import EdgeKind, NodeKind
from graph.snapshots.snapshot import Snapshot


class Weights(StrEnum):
    """What the countries are weighted by."""

    EQUAL = "equal"
    H100_EQUIVALENTS = "h100_equivalents"
    REGIONS = "regions"
    POPULATION = "population"
    TOKENS = "tokens"


WITHOUT: Mapping[Weights, str] = {
    Weights.H100_EQUIVALENTS: "no site with a figure of computing power stands in a country of this layer",
    Weights.REGIONS: "no cloud region is known in a country of this layer",
    Weights.POPULATION: "no source in this graph gives populations",
    Weights.TOKENS: "no source gives tokens by country of the user; shares by country of the developer are a "
    "series (token-shares)",
}
"""Why nothing can be weighted so, where no country has the weight."""


def country_weights(snapshot: Snapshot, kind: Weights) -> Mapping[str, float] | None:
    """Return the weight of each country that has one; None stands for equal weights.

    Parameters
    ----------
    snapshot : Snapshot
        Weights are what it holds; population is a property of a country, where a source gives one.
    kind : Weights
        H100-equivalents: of its clusters, by where they stand. Regions: cloud regions that stand there. Tokens: nobody
        has one (``WITHOUT``).
    """
    if kind is Weights.EQUAL:
        return None
    if kind is Weights.H100_EQUIVALENTS:
        return h100_equivalents(snapshot)
    if kind is Weights.REGIONS:
        return _regions(snapshot)
    if kind is Weights.POPULATION:
        return _populations(snapshot)
    return {}


def _regions(snapshot: Snapshot) -> Mapping[str, float]:
    found: dict[str, float] = {}
    for site in sites(snapshot, CLOUD_REGION):
        for stands in outgoing(snapshot, site, EdgeKind.LOCATED_IN):
            found[stands.end] = found.get(stands.end, 0.0) + 1
    return found


def _populations(snapshot: Snapshot) -> Mapping[str, float]:
    return {
        node.id: float(people)
        for node in snapshot.nodes.of(NodeKind.COUNTRY)
        if isinstance(people := node.properties.get("population"), (int, float))
    }
