"""Of which entities enough is known to judge them: unknown is not safe (methods A3)."""

from graph.analysis.dependency.home import MAKERS
from graph.ontology import EdgeKind
from graph.snapshots.snapshot import Snapshot

_ABOVE = frozenset({EdgeKind.PART_OF, EdgeKind.BASED_IN, EdgeKind.LOCATED_IN})
"""Who owns and reaches an entity: known of nearly all, and says nothing of what it rests on."""


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
        if kinds <= _ABOVE:
            continue
        if not kinds <= MAKERS or any(is_known(snapshot, supplier) for supplier in gathered.suppliers_of(need)):
            return True
    return False


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
    name = snapshot.nodes[node_id].name
    return (
        f"not known: no source says what {name} rests on at horizon {snapshot.horizon}, "
        "so nothing is said to stop it or to spare it"
    )
