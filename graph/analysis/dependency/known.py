"""Of which entities enough is known to judge them: unknown is not safe (methods A3)."""

from collections.abc import Collection, Iterable

from graph.analysis.dependency.chain import NOTHING
from graph.analysis.dependency.home import MAKERS
from graph.ontology import EdgeKind, NodeKind
from graph.snapshots.snapshot import Snapshot

_BESIDE = frozenset({EdgeKind.PART_OF, EdgeKind.BASED_IN, EdgeKind.LOCATED_IN, EdgeKind.MEMBER_OF})
"""Who owns and reaches an entity, and what a country is a member of: known of nearly all, and says nothing of what it
rests on."""


def is_known(snapshot: Snapshot, node_id: str) -> bool:
    """Say whether any binding need of an entity is known besides who owns it; a model counts through its developer.

    Parameters
    ----------
    snapshot : Snapshot
        Its horizon says which needs bind, so that more is known at a longer one.
    node_id : str
        Whoever only needs its owner, or only makers of whom nothing is known, is not known.
    """
    gathered = snapshot.gathered
    for need in gathered.of_node(node_id):
        kinds = {gathered.kind_of(link) for link in gathered.links(need)}
        if kinds <= _BESIDE or _is_unnamed(snapshot, need):
            continue
        if not kinds <= MAKERS or any(is_known(snapshot, supplier) for supplier in gathered.suppliers_of(need)):
            return True
    return False


def _is_unnamed(snapshot: Snapshot, need: int) -> bool:
    """Say whether nobody named has a known part of a need: those named are guesses, or nobody states how much."""
    division = snapshot.gathered.division(need)
    return division is not None and division.remainder >= 1 - NOTHING


def _unnamed(snapshot: Snapshot, node_id: str) -> list[int]:
    return [need for need in snapshot.gathered.of_node(node_id) if _is_unnamed(snapshot, need)]


def _are_later(snapshot: Snapshot, needs: Iterable[int]) -> bool:
    """Say whether all who are named for some needs are only known of later days."""
    gathered, later = snapshot.gathered, snapshot.edges.is_later
    return all(later[gathered.link_edge[link]] for need in needs for link in gathered.links(need))


def said_of_later_days(snapshot: Snapshot, not_known: Collection[str]) -> tuple[str, ...]:
    """Say of how many entities that cannot be judged sources say on later days what they rest on (methods A1f).

    Parameters
    ----------
    snapshot : Snapshot
        Of the day.
    not_known : collection of str
        Their ids.

    Returns
    -------
    tuple of str
        A sentence; empty where there is none such.
    """
    if not snapshot.edges.is_later.any():
        return ()
    late = [one for one in not_known if (unnamed := _unnamed(snapshot, one)) and _are_later(snapshot, unnamed)]
    of = f"{len(late)} of the {len(not_known)} that are not known"
    return (f"{of}: sources say of later days only what they rest on, and not since when",) if late else ()


def unknown_reason(snapshot: Snapshot, node_id: str) -> str | None:
    """Return why an entity cannot be judged, None where it can.

    Parameters
    ----------
    snapshot : Snapshot
        Its horizon says which needs bind.
    node_id : str
        Id of the entity.
    """
    if is_known(snapshot, node_id):
        return None
    rests = f"what {snapshot.nodes[node_id].name} rests on at horizon {snapshot.horizon}"
    told = f"no source says {rests}"
    if unnamed := _unnamed(snapshot, node_id):
        told = f"sources name some of {rests}, and none states a part of it for sure"
        if _are_later(snapshot, unnamed):
            told = f"sources say of later days only {rests}, and not since when"
    elif snapshot.edges.starts(node_id, EdgeKind.SHARE_OF):
        told = f"sources say in which countries {snapshot.nodes[node_id].name} is made, and no firm that makes it"
    stands = "; of what stands in it and belongs to it, the exposure of its stack tells layer by layer"
    beside = stands if snapshot.nodes[node_id].kind is NodeKind.COUNTRY else ""
    return f"not known: {told}, so nothing is said to stop it or to spare it{beside}"
