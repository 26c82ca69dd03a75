"""What relations rest on, counted: their sources, and how many of them are assumed, unread, private or derived."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

import numpy as np

from graph.facts.edges import Edge
from graph.facts.evidence import is_own, sources_of
from graph.facts.fact import Checked, Source
from graph.snapshots.arrays import IntArray, distinct
from graph.snapshots.snapshot import Snapshot
from graph.supply.control import JURISDICTION


@dataclass(frozen=True)
class Support:
    """What some relations rest on.

    Attributes
    ----------
    links : int
        How many they are.
    assumed, recalled, own, derived, later : int
        On how many of them no source states the share; the citation was never opened; the fact is the user's own;
        control by a country is derived through the lens; of how many only later days are known.
    sources : Mapping[str, Source]
        By id, those of rival claims included.
    """

    links: int = 0
    assumed: int = 0
    recalled: int = 0
    own: int = 0
    derived: int = 0
    later: int = 0
    sources: Mapping[str, Source] = field(default_factory=dict)


def support_of(edges: Iterable[Edge]) -> Support:
    """Return what edges rest on.

    Parameters
    ----------
    edges : iterable of Edge
        Those that an answer rests on.
    """
    used = list(edges)
    return Support(
        links=len(used),
        assumed=sum(edge.assumed for edge in used),
        recalled=sum(edge.claim.checked is Checked.RECALLED for edge in used),
        own=sum(is_own(edge.claim.source) for edge in used),
        derived=sum(bool(edge.derived_from) and edge.need == JURISDICTION for edge in used),
        later=sum(edge.later for edge in used),
        sources=sources_of(used),
    )


def support_of_links(snapshot: Snapshot, links: IntArray) -> Support:
    """Return what links rest on: the same as of their edges, none of which is made.

    Parameters
    ----------
    snapshot : Snapshot
        The graph of the day that is asked about.
    links : NDArray of int64
        Their places in ``snapshot.arrays``.
    """
    if not len(links):
        return Support()
    behind = snapshot.structure.dependencies.claims_behind(links)
    columns = snapshot.edges.facts.claims.columns
    checked, source = columns["checked"], columns["source"]
    used, counts = np.unique(source.numbers[behind.best], return_counts=True)
    owned = sum(int(count) for number, count in zip(used, counts, strict=True) if is_own(source.values[number]))
    named = (source.values[number] for number in distinct(source.numbers[behind.every]).tolist())
    return Support(
        links=len(links),
        assumed=behind.assumed,
        recalled=int(checked.take(behind.best).array(Checked.RECALLED.__eq__, bool).sum()),
        own=owned,
        derived=behind.derived,
        later=behind.later,
        sources={one.id: one for one in sorted(named, key=lambda one: one.id)},
    )
