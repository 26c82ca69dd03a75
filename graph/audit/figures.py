"""Figures of one thing that differ widely, one thing in two places (two things under one id), shares of long ago."""

from collections import defaultdict
from collections.abc import Iterator
from math import asin, cos, radians, sin, sqrt

from graph.audit.finding import AuditFinding, where
from graph.facts.dates import last_day
from graph.facts.fact import NodeFact
from graph.ontology import NodeKind
from graph.snapshots.snapshot import Snapshot

TIMES = 1.5
"""Sources of one figure differ by rounding and by variant; by so many times they speak of two things."""
_COMPARED = {
    NodeKind.CHIP: ("memory_bytes", "tdp_w", "fp16_flops", "die_mm2"),
    NodeKind.MODEL: ("parameters",),
}
FAR_KM = 150.0
"""One site has one place; so far apart are two."""
_EARTH_KM = 6371.0


def figure_outlier(snapshot: Snapshot) -> Iterator[AuditFinding]:
    """Yield chips and models of which two sources give figures far apart.

    Parameters
    ----------
    snapshot : Snapshot
        Facts of its whole version are looked at, whatever the day.
    """
    for node in snapshot.graph.nodes.values():
        for name in _COMPARED.get(node.kind, ()):
            told: dict[float, NodeFact] = {}
            for fact in node.facts:
                value = fact.properties.get(name)
                if isinstance(value, (int, float)) and value > 0:
                    told.setdefault(float(value), fact)
            if told and max(told) > TIMES * min(told):
                each = ", ".join(f"{told[value].source.dataset}: {value:g}" for value in sorted(told))
                yield AuditFinding(
                    rule="figure-outlier", subject=node.id, where=where(told[min(told)]), why=f"{name} ({each})"
                )


OLD_YEARS = 6
"""A share of a market that is older says little of who supplies today."""


def old_share(snapshot: Snapshot) -> Iterator[AuditFinding]:
    """Yield needs divided by shares of long ago.

    Parameters
    ----------
    snapshot : Snapshot
        A share is old when its period ended more than ``OLD_YEARS`` calendar years before the day.
    """
    for need in snapshot.needs:
        stated = [supplier.id for supplier in need.suppliers if not supplier.assumed]
        if stated and need.period and snapshot.as_of.year - last_day(need.period).year > OLD_YEARS:
            claim = snapshot.dependencies[need.of, need.need, stated[0]].claim
            yield AuditFinding(
                rule="old-share",
                subject=need.of,
                where=where(claim),
                why=f"its {need.need} is divided by shares of {need.period}",
            )


def two_under_one(snapshot: Snapshot) -> Iterator[AuditFinding]:
    """Yield sites that two sources place far apart.

    Parameters
    ----------
    snapshot : Snapshot
        Facts of its whole version are looked at; places are compared in kilometres over the ground.
    """
    for node in snapshot.graph.nodes.values():
        if node.kind is not NodeKind.FACILITY:
            continue
        places: dict[tuple[float, float], NodeFact] = defaultdict()
        for fact in node.facts:
            at = fact.properties.get("latitude"), fact.properties.get("longitude")
            if isinstance(at[0], (int, float)) and isinstance(at[1], (int, float)):
                places.setdefault((float(at[0]), float(at[1])), fact)
        (first, *others) = places or [(0.0, 0.0)]
        for other in others:
            if (apart := _km(first, other)) > FAR_KM:
                yield AuditFinding(
                    rule="two-under-one",
                    subject=node.id,
                    where=where(places[other]),
                    why=f"two sources place it {apart:.0f} km apart",
                )


def _km(a: tuple[float, float], b: tuple[float, float]) -> float:
    """Return the great-circle distance of two places given in degrees."""
    (lat_a, lon_a), (lat_b, lon_b) = (tuple(map(radians, place)) for place in (a, b))
    half = sin((lat_b - lat_a) / 2) ** 2 + cos(lat_a) * cos(lat_b) * sin((lon_b - lon_a) / 2) ** 2
    return 2 * _EARTH_KM * asin(sqrt(half))
